package drivers.iommu;

import java.util.concurrent.TimeUnit;
import mm.api.AddressRange;
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
 * Devices that use a process's addresses as they are: the IOMMU walks the process's own page tables
 * for them and remembers what it found.
 */
final class SvaDevice implements DataDevice {
  /** How long an access waits at most for responses to its page requests, all together. */
  static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How often a walk is repeated. */
  static final int ATTEMPTS = 16;

  private final Pasid pasid;
  private final DriverContext context;
  private final PageSource tables;
  private final PageRequests requests;

  private SvaDevice(Pasid pasid, DriverContext context) {
    this.pasid = pasid;
    this.context = context;
    tables = context.pages();
    requests = new PageRequests(pasid, context);
  }

  /** Binds devices to a space: nothing is walked before the notifier listens. */
  static SvaDevice bind(DriverContext context, FlushCommand command, int devices) {
    Pasid pasid = new Pasid(context.spinLock("pasid"), command, devices);
    SvaDevice device = new SvaDevice(pasid, context);
    context.subscribe(new SvaNotifier(pasid));
    pasid.makeValid();
    return device;
  }

  @Override
  public AccessOutcome access(long address, Access access, Transfer transfer) {
    return pasid.touch(address, access, transfer)
        ? AccessOutcome.HIT
        : miss(address, access, transfer);
  }

  private AccessOutcome miss(long address, Access access, Transfer transfer) {
    long deadline = context.nanoTime() + PATIENCE_NANOS;
    AccessOutcome outcome = AccessOutcome.BUSY;
    long left = PATIENCE_NANOS;
    for (int i = 0; i < ATTEMPTS && outcome == AccessOutcome.BUSY && left > 0; i++) {
      outcome = walk(address, access, transfer);
      if (outcome == AccessOutcome.REFUSED) {
        outcome = request(address, access, left);
      }
      left = deadline - context.nanoTime();
    }
    return outcome;
  }

  /** What the hardware does by itself; REFUSED is its page fault. */
  private AccessOutcome walk(long address, Access access, Transfer transfer) {
    long flushes = pasid.flushes();
    if (flushes == Pasid.INVALID) {
      return AccessOutcome.DETACHED;
    }
    Page page = tables.snapshot(address);
    return page.isPresent() && page.rights().allows(access)
        ? pasid.fill(address, page, flushes, transfer)
        : AccessOutcome.REFUSED;
  }

  /** BUSY lets the device walk again. */
  private AccessOutcome request(long address, Access access, long nanos) {
    return switch (requests.ask(address, access, nanos)) {
      case SUCCESS, NONE -> AccessOutcome.BUSY;
      case INVALID -> pasid.valid() ? AccessOutcome.REFUSED : AccessOutcome.DETACHED;
    };
  }

  @Override
  public void translations(AddressRange range, TranslationVisitor visitor) {
    pasid.copy(range).forEach(each -> visitor.visit(each.address(), each.frame(), each.rights()));
  }

  @Override
  public DeviceCounters counters() {
    return pasid.counters();
  }

  @Override
  public void quiesce() {
    pasid.clear();
  }

  @Override
  public void detach() {
    pasid.clear();
    requests.drain();
  }
}
