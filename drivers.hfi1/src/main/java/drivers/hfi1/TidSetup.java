package drivers.hfi1;

import java.util.ArrayList;
import java.util.List;
import mm.api.AddressRange;
import mm.api.IntervalSubscription;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.DriverContext;
import mm.spi.Page;
import mm.spi.PageSource;
import mm.spi.Transfer;

/**
 * The set-up of one expected receive: pins the pages of a buffer, subscribes for each and programs
 * them. Used once, by one thread.
 *
 * <p>Which entries there will be is known only when the pages are pinned, so for a while nothing
 * could listen for them (up to Linux 6.1 nothing did, b3deec25847b). A {@link Cover} over the whole
 * buffer listens instead, from before the first pin.
 *
 * <p><b>The hand-over.</b> A section may have been told to nobody but the cover: one that began
 * before an entry was subscribed, or so shortly before that the entry was kept out of the index
 * until its end. Its callback may still be on the way when the sequence is asked for. So the cover
 * is closed first, which waits until every section that it hears of is over, and asked then, when
 * its answer is final; only after that an entry is programmed. What begins later is told to the
 * entries themselves.
 */
final class TidSetup {
  /** Pages of a buffer, aligned to its size. */
  static final int PAGES = 4;

  private static final long BYTES = PAGES * (long) AddressRange.PAGE_SIZE;

  private final DriverContext context;
  private final PageSource pages;
  private final RcvArray array;
  private final long wanted;
  private final AddressRange buffer;
  private final List<TidEntry> entries = new ArrayList<>();

  TidSetup(DriverContext context, RcvArray array, long wanted) {
    this.context = context;
    this.array = array;
    this.wanted = wanted;
    pages = context.pages();
    long start = wanted & -BYTES;
    long end = start > AddressRange.TOP - BYTES ? AddressRange.TOP : start + BYTES;
    buffer = new AddressRange(start, end);
  }

  /**
   * Sets up.
   *
   * @param nanos how long to wait at most for sections that are open
   * @return MADE, HIT, REFUSED, DETACHED, or BUSY when an invalidation collided
   */
  AccessOutcome run(long nanos, Transfer transfer) {
    try {
      AccessOutcome pinned = pinUnderCover(nanos);
      return pinned == AccessOutcome.MADE ? array.program(entries, wanted, transfer) : pinned;
    } finally {
      entries.forEach(array::free);
    }
  }

  private AccessOutcome pinUnderCover(long nanos) {
    AccessOutcome pinned;
    IntervalSubscription cover = context.subscribe(buffer.start(), buffer.end(), array.cover());
    long sequence;
    try {
      sequence = cover.readBegin(nanos);
      pinned = sequence == IntervalSubscription.TIMED_OUT ? AccessOutcome.BUSY : pin();
    } finally {
      cover.close();
    }
    if (pinned == AccessOutcome.MADE && cover.readRetry(sequence)) {
      array.collided();
      return AccessOutcome.BUSY;
    }
    return pinned;
  }

  private AccessOutcome pin() {
    Page page = pages.pin(wanted, Access.WRITE);
    if (!page.isPresent()) {
      return page.failure();
    }
    entries.add(new TidEntry(array, wanted, page.frame()));
    for (long at = buffer.start(); at < buffer.end(); at += AddressRange.PAGE_SIZE) {
      pinNeighbour(at);
    }
    entries.forEach(each -> each.subscribe(context, each.address + AddressRange.PAGE_SIZE));
    return AccessOutcome.MADE;
  }

  /** The rest of the buffer comes along where that costs no fault. */
  private void pinNeighbour(long address) {
    Page seen = pages.snapshot(address);
    if (address == wanted
        || !seen.isPresent()
        || !seen.rights().allows(Access.WRITE)
        || array.holds(address)) {
      return;
    }
    Page page = pages.pin(address, Access.WRITE);
    if (page.isPresent()) {
      entries.add(new TidEntry(array, address, page.frame()));
    }
  }
}
