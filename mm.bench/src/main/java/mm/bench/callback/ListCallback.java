package mm.bench.callback;

import java.util.List;
import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.spi.PairedNotifier;

/** A list subscriber that does nothing. */
public final class ListCallback implements PairedNotifier {
  ListCallback() {}

  /**
   * Subscribers of as many classes.
   *
   * @param count how many
   * @return a new list
   */
  public static List<PairedNotifier> distinct(int count) {
    return Copies.of(ListCallback.class, PairedNotifier.class, count);
  }

  @Override
  public void start(InvalidationRange range) {}

  @Override
  public void end(InvalidationRange range) {}

  @Override
  public void release(AddressSpace space) {}
}
