package mm.conform.play;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.api.Blocking;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.spi.Declaration;
import mm.spi.MayAllocate;
import mm.spi.MayBlock;
import mm.spi.MayDecline;
import mm.spi.PairedNotifier;

/**
 * Looks into the devices of a space inside of each section that takes pages away. It subscribed
 * before the drivers and is told after them (R2.5), so whoever still holds a translation of the
 * range has not dropped it at the start (R1.4). Who declines holds on rightly, so that sections
 * that may be declined are left out.
 */
final class SectionWatch implements PairedNotifier {
  /** A device may wait for a lock of its own when it is asked what it holds. */
  static final Declaration DECLARATION =
      new Declaration("section-watch", MayBlock.WHEN_ALLOWED, MayDecline.NEVER, MayAllocate.NEVER);

  private final Map<String, Attachment> attachments;
  private final BiConsumer<String, String> held;
  private final Set<String> judged = new HashSet<>();
  private long started;

  SectionWatch(Map<String, Attachment> attachments, BiConsumer<String, String> held) {
    this.attachments = attachments;
    this.held = held;
  }

  /** A driver that has to have dropped everything when its start returns. */
  void add(String driver) {
    judged.add(driver);
  }

  /** Sections that have begun. */
  long started() {
    return started;
  }

  @Override
  public void start(InvalidationRange range) {
    started++;
    boolean takesAway =
        range.event() == InvalidationEvent.UNMAP || range.event() == InvalidationEvent.CLEAR;
    if (takesAway && range.blocking() == Blocking.ALLOWED) {
      judge(attachments.values(), range);
    }
  }

  private void judge(Collection<Attachment> all, InvalidationRange range) {
    for (Attachment each : all) {
      if (judged.contains(each.driver())) {
        each.device()
            .translations(
                range.toRange(),
                (address, frame, rights) ->
                    held.accept(
                        each.driver(),
                        String.format("0x%x after the start of %s", address, range.toRange())));
      }
    }
  }

  @Override
  public void end(InvalidationRange range) {}

  @Override
  public void release(AddressSpace space) {}
}
