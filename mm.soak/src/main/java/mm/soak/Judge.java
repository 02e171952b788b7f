package mm.soak;

import java.util.List;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.api.Blocking;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.report.ViolationScript.Cause;
import mm.spi.Declaration;
import mm.spi.MayAllocate;
import mm.spi.MayBlock;
import mm.spi.MayDecline;
import mm.spi.PairedNotifier;

/**
 * Looks into the devices of a space inside each section that takes pages away. It subscribed before
 * the drivers and is told after them (R2.5), so that whoever still holds a translation of the range
 * has missed the start. Sections that may be declined are left out: who declines holds on rightly.
 */
final class Judge implements PairedNotifier {
  static final Declaration DECLARATION =
      new Declaration("soak", MayBlock.WHEN_ALLOWED, MayDecline.NEVER, MayAllocate.NEVER);

  private final Ledger ledger;
  private final Chronicle chronicle;
  private final List<Attachment> attachments;
  private final ThreadLocal<Long> began = new ThreadLocal<>();

  Judge(Ledger ledger, Chronicle chronicle, List<Attachment> attachments) {
    this.ledger = ledger;
    this.chronicle = chronicle;
    this.attachments = attachments;
  }

  @Override
  public void start(InvalidationRange range) {
    ledger.sections.increment();
    began.set(System.nanoTime());
    boolean takesAway =
        range.event() == InvalidationEvent.UNMAP || range.event() == InvalidationEvent.CLEAR;
    if (takesAway && range.blocking() == Blocking.ALLOWED) {
      judge(range.space(), new AddressRange(range.start(), range.end()));
    }
  }

  private void judge(AddressSpace space, AddressRange range) {
    ledger.judged.increment();
    for (Attachment each : attachments) {
      each.device()
          .translations(range, (address, frame, rights) -> lost(space, each.driver(), address));
    }
  }

  private void lost(AddressSpace space, String driver, long address) {
    ledger.lost(driver);
    String text = String.format("%s held 0x%x after the start", driver, address);
    chronicle.broke(space.name(), new Cause(Cause.HELD, "R1.4", driver, text, address));
  }

  @Override
  public void end(InvalidationRange range) {
    ledger.longestSection.accumulate(System.nanoTime() - began.get());
  }

  @Override
  public void release(AddressSpace space) {}
}
