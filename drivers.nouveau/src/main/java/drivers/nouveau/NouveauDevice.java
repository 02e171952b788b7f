package drivers.nouveau;

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

/** The GPU as its user sees it: work that uses the process's addresses, and faults on the way. */
final class NouveauDevice implements DataDevice {
  /** How long a fault goes on starting over. */
  static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Svmm svmm;
  private final FaultNotifier faults;
  private final DriverContext context;
  private final PageSource pages;

  NouveauDevice(Svmm svmm, FaultNotifier faults, DriverContext context) {
    this.svmm = svmm;
    this.faults = faults;
    this.context = context;
    pages = context.pages();
  }

  @Override
  public AccessOutcome access(long address, Access access, Transfer transfer) {
    long page = address & -AddressRange.PAGE_SIZE;
    if (svmm.touch(page, access, transfer)) {
      return AccessOutcome.HIT;
    }
    if (svmm.frozen()) {
      return AccessOutcome.DETACHED;
    }
    return svmm.manages(page) ? fault(page, access, transfer) : AccessOutcome.REFUSED;
  }

  /**
   * Faults under a subscription of its own, which ends with the fault. Closing it may wait for the
   * sections that are open then (R3.5), so it is closed without the mutex.
   */
  private AccessOutcome fault(long page, Access access, Transfer transfer) {
    try (IntervalSubscription fault =
        context.subscribe(page, page + AddressRange.PAGE_SIZE, faults)) {
      return fault(fault, page, access, transfer);
    } catch (ContractException e) {
      if (e.rule() == Rule.R4_4) {
        return AccessOutcome.DETACHED; // the space was released meanwhile
      }
      throw e;
    }
  }

  /*
   * The subscription may begin inside open sections that were told before there was anything to
   * tell it. Nobody says which, so readBegin waits until all of them have ended; that is why a
   * driver without an end gets no page here that is about to go.
   */
  private AccessOutcome fault(
      IntervalSubscription fault, long page, Access access, Transfer transfer) {
    long deadline = context.nanoTime() + PATIENCE_NANOS;
    AccessOutcome outcome = AccessOutcome.BUSY;
    long left = PATIENCE_NANOS;
    while (outcome == AccessOutcome.BUSY && left > 0) {
      long sequence = fault.readBegin(left);
      if (sequence == IntervalSubscription.TIMED_OUT) {
        return AccessOutcome.BUSY;
      }
      Page target = pages.fault(page, access);
      if (!target.isPresent()) {
        return target.failure();
      }
      outcome = svmm.program(fault, sequence, page, target, transfer);
      left = deadline - context.nanoTime();
    }
    return outcome;
  }

  @Override
  public void translations(AddressRange range, TranslationVisitor visitor) {
    svmm.copy(range).forEach(each -> visitor.visit(each.address(), each.frame(), each.rights()));
  }

  @Override
  public DeviceCounters counters() {
    return svmm.counters();
  }

  @Override
  public void quiesce() {
    svmm.freeze();
  }

  @Override
  public void detach() {
    svmm.freeze();
  }
}
