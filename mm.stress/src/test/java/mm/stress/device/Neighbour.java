package mm.stress.device;

import java.util.concurrent.ThreadLocalRandom;
import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.spi.Answer;
import mm.spi.Declaration;
import mm.spi.DecliningNotifier;

/**
 * Who else is subscribed. On this it depends in which way the engine opens sections, so a test that
 * draws one anew for each sample meets all of them.
 */
public enum Neighbour {
  /** Nobody: sections are uncounted, or plain ones of the test's own subscriber. */
  NONE,
  /** One that is told as usual: sections are plain. */
  PAIRED,
  /** One that answers, so that sections are opened at length. */
  DECLINING;

  private static final Neighbour[] ALL = values();

  /** Subscribes somebody to a space, or not. */
  public static void mayComeTo(AddressSpace space) {
    ALL[ThreadLocalRandom.current().nextInt(ALL.length)].subscribe(space);
  }

  /** Subscribes somebody to a space. */
  public static void comesTo(AddressSpace space) {
    (ThreadLocalRandom.current().nextBoolean() ? PAIRED : DECLINING).subscribe(space);
  }

  private void subscribe(AddressSpace space) {
    switch (this) {
      case PAIRED -> space.subscribe(new PairLog(), PairLog.DECLARATION);
      case DECLINING -> space.subscribe(new Willing(), Declaration.declining("willing"));
      default -> {}
    }
  }

  private static final class Willing implements DecliningNotifier {
    @Override
    public Answer tryStart(InvalidationRange range) {
      return Answer.DONE;
    }

    @Override
    public void release(AddressSpace space) {}
  }
}
