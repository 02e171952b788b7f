package drivers.i915;

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

/** The GPU as its user sees it in the interval era: a submission pins first and asks afterwards. */
final class IntervalDevice implements DataDevice {
  /** How long a submission goes on starting over. */
  static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final IntervalSpace space;
  private final DriverContext context;
  private final PageSource pages;

  IntervalDevice(IntervalSpace space, DriverContext context) {
    this.space = space;
    this.context = context;
    pages = context.pages();
  }

  @Override
  public AccessOutcome access(long address, Access access, Transfer transfer) {
    space.closeLeaving();
    if (space.submit(address, access, transfer)) {
      return AccessOutcome.HIT;
    }
    if (space.frozen()) {
      return AccessOutcome.DETACHED;
    }
    boolean inside = address >= 0 && address < AddressRange.TOP - UserObject.BYTES;
    return inside ? miss(address, access, transfer) : AccessOutcome.REFUSED;
  }

  private AccessOutcome miss(long address, Access access, Transfer transfer) {
    long deadline = context.nanoTime() + PATIENCE_NANOS;
    AccessOutcome outcome = AccessOutcome.BUSY;
    try {
      long left = PATIENCE_NANOS;
      while (outcome == AccessOutcome.BUSY && left > 0) {
        outcome = attempt(address, access, left, transfer);
        left = deadline - context.nanoTime();
      }
    } catch (ContractException e) {
      if (e.rule() != Rule.R4_4) {
        throw e;
      }
      return AccessOutcome.DETACHED; // the space was released meanwhile
    }
    return outcome;
  }

  private AccessOutcome attempt(long address, Access access, long nanos, Transfer transfer) {
    IntervalObject object = space.object(address);
    long sequence = object.subscription().readBegin(nanos);
    if (sequence == IntervalSubscription.TIMED_OUT) {
      return AccessOutcome.BUSY;
    }
    space.unbindOlder(object);
    Page page = pages.pin(address, access);
    if (!page.isPresent()) {
      return page.failure();
    }
    AccessOutcome outcome = space.bind(object, sequence, address, page, transfer);
    if (outcome != AccessOutcome.MADE) {
      pages.unpin(page.frame());
    }
    return outcome;
  }

  @Override
  public void translations(AddressRange range, TranslationVisitor visitor) {
    space.translations(range, visitor);
  }

  @Override
  public DeviceCounters counters() {
    return space.counters();
  }

  @Override
  public void quiesce() {
    space.freeze();
  }

  @Override
  public void detach() {
    space.stop();
  }
}
