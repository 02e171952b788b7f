package drivers.hfi1;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mm.api.AddressRange;
import mm.api.ContractException;
import mm.api.IntervalSubscription;
import mm.api.Rule;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.DataDevice;
import mm.spi.DeviceCounters;
import mm.spi.DriverContext;
import mm.spi.Page;
import mm.spi.PageSource;
import mm.spi.Transfer;
import mm.spi.TranslationVisitor;

/**
 * The adapter as its user sees it: what it reads it sends, by a send engine out of the pin cache;
 * what it writes it has received, through an entry of the receive array.
 */
final class Hfi1Device implements DataDevice {
  /** How long an access waits at most for open sections, all its attempts together. */
  static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** How often an access is repeated. */
  static final int ATTEMPTS = 16;

  private final DriverContext context;
  private final PageSource pages;
  private final SdmaCache cache;
  private final RcvArray array;

  Hfi1Device(DriverContext context, SdmaCache cache, RcvArray array) {
    this.context = context;
    this.cache = cache;
    this.array = array;
    pages = context.pages();
  }

  @Override
  public AccessOutcome access(long address, Access access, Transfer transfer) {
    array.freeInvalid();
    long page = address & -AddressRange.PAGE_SIZE;
    boolean hit =
        access == Access.READ ? cache.send(page, transfer) : array.receive(page, transfer);
    return hit ? AccessOutcome.HIT : miss(page, access, transfer);
  }

  private AccessOutcome miss(long page, Access access, Transfer transfer) {
    if (cache.frozen()) {
      return AccessOutcome.DETACHED;
    }
    if (!AddressRange.WHOLE.contains(page)) {
      return AccessOutcome.REFUSED;
    }
    long deadline = context.nanoTime() + PATIENCE_NANOS;
    AccessOutcome outcome = AccessOutcome.BUSY;
    long left = PATIENCE_NANOS;
    for (int i = 0; i < ATTEMPTS && outcome == AccessOutcome.BUSY && left > 0; i++) {
      outcome = attempt(page, access, left, transfer);
      left = deadline - context.nanoTime();
    }
    return outcome;
  }

  private AccessOutcome attempt(long page, Access access, long nanos, Transfer transfer) {
    try {
      return access == Access.READ
          ? pinToSend(page, nanos, transfer)
          : new TidSetup(context, array, page).run(nanos, transfer);
    } catch (ContractException e) {
      if (e.rule() == Rule.R4_4) {
        return AccessOutcome.DETACHED; // the space was released meanwhile
      }
      throw e;
    }
  }

  /**
   * Pins under a cover too, which the kernel does not: there a page that was pinned before a change
   * can enter the cache after it. As the list notifier is told after the cover (R2.5), asking under
   * the cache's lock is enough here: what is entered before the cover is told, the list notifier
   * takes out again.
   */
  private AccessOutcome pinToSend(long page, long nanos, Transfer transfer) {
    try (IntervalSubscription cover =
        context.subscribe(page, page + AddressRange.PAGE_SIZE, cache.cover())) {
      long sequence = cover.readBegin(nanos);
      if (sequence == IntervalSubscription.TIMED_OUT) {
        return AccessOutcome.BUSY;
      }
      Page pinned = pages.pin(page, Access.READ);
      return pinned.isPresent()
          ? enter(cover, sequence, new SendBuffer(page, pinned.frame()), transfer)
          : pinned.failure();
    }
  }

  private AccessOutcome enter(
      IntervalSubscription cover, long sequence, SendBuffer pinned, Transfer transfer) {
    AccessOutcome outcome = cache.enter(cover, sequence, pinned, transfer);
    if (outcome != AccessOutcome.MADE) {
      pages.unpin(pinned.frame);
    }
    return outcome;
  }

  @Override
  public void translations(AddressRange range, TranslationVisitor visitor) {
    List<Translation> copy = new ArrayList<>();
    cache.copy(range, copy);
    array.copy(range, copy);
    copy.forEach(each -> visitor.visit(each.address(), each.frame(), each.rights()));
  }

  @Override
  public DeviceCounters counters() {
    DeviceCounters sent = cache.counters();
    DeviceCounters received = array.counters();
    return new DeviceCounters(
        sent.held() + received.held(),
        sent.made() + received.made(),
        sent.dropped() + received.dropped(),
        sent.told() + received.told(),
        sent.toldInVain() + received.toldInVain(),
        sent.retries() + received.retries());
  }

  @Override
  public void quiesce() {
    cache.freeze();
    array.freeze();
  }

  /** {@inheritDoc} Frees what is invalid, and waits until the worker has unpinned the rest. */
  @Override
  public void detach() {
    quiesce();
    array.freeInvalid();
    cache.flush();
  }
}
