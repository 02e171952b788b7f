package mm.tck.zoo;

import mm.api.AddressSpace;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;
import mm.spi.Page;
import mm.spi.SecondaryTlbNotifier;
import mm.spi.SpinLock;

/** A right driver of a device that walks the CPU's tables, unless it is given a flaw. */
@DriverInfo(
    id = "zoo-tlb",
    version = "1.0.0",
    blocking = "never",
    failure = "never",
    allocation = "never",
    subscription = "secondary-tlb",
    callbacks = {"release", "flush-secondary-tlb"},
    pages = "unpinned",
    hardware = "none",
    notifiers = TlbZooDriver.Told.class)
public final class TlbZooDriver implements NotifierDriver {
  private final TlbFlaw flaw;

  /** Makes a right one. */
  public TlbZooDriver() {
    this(TlbFlaw.NONE);
  }

  TlbZooDriver(TlbFlaw flaw) {
    this.flaw = flaw;
  }

  @Override
  public Device attach(DriverContext context) {
    Model model = new Model(flaw, context);
    context.subscribe(new Told(model));
    return model;
  }

  /** What the device is told. */
  static final class Told implements SecondaryTlbNotifier {
    private final Model model;

    Told(Model model) {
      this.model = model;
    }

    @Override
    public void flushSecondaryTlb(AddressSpace space, long start, long end) {
      model.flush(start, end);
    }

    @Override
    public void release(AddressSpace space) {
      model.release();
    }
  }

  /** A TLB, and a number that tells a walk whether a flush has passed. */
  private static final class Model extends ZooDevice {
    private final TlbFlaw flaw;
    private final SpinLock lock;
    private long flushes;

    Model(TlbFlaw flaw, DriverContext context) {
      super(context);
      this.flaw = flaw;
      lock = context.spinLock("tlb");
    }

    @Override
    void lock() {
      lock.lock();
    }

    @Override
    void unlock() {
      lock.unlock();
    }

    void flush(long start, long end) {
      lock();
      try {
        flushes++;
        switch (flaw) {
          case NEVER_FLUSHES -> {}
          case KEEPS_LAST_PAGE -> drop(start, end - 4096);
          case OVERFLOWS -> drop(start, start + Math.max(0, (int) ((end - start) >>> 12) * 4096L));
          default -> drop(start, end);
        }
      } finally {
        unlock();
      }
    }

    void release() {
      if (flaw != TlbFlaw.KEEPS_AT_RELEASE) {
        freeze();
      }
    }

    @Override
    public AccessOutcome access(long address, Access access) {
      long page = address & -4096;
      long seen;
      lock();
      try {
        if (frozen || table.containsKey(page)) {
          return frozen ? AccessOutcome.DETACHED : AccessOutcome.HIT;
        }
        seen = flushes;
      } finally {
        unlock();
      }
      return walk(page, access, seen);
    }

    private AccessOutcome walk(long page, Access access, long seen) {
      Page found = context.pages().fault(page, access);
      if (!found.isPresent()) {
        return found.failure();
      }
      if (flaw == TlbFlaw.CHECKS_BEFORE_IT_LOCKS && flushedSince(seen)) {
        return AccessOutcome.BUSY;
      }
      lock();
      try {
        return asksUnderTheLock() && seen != flushes ? AccessOutcome.BUSY : enter(page, found);
      } finally {
        unlock();
      }
    }

    private boolean asksUnderTheLock() {
      return flaw != TlbFlaw.KEEPS_WALKS && flaw != TlbFlaw.CHECKS_BEFORE_IT_LOCKS;
    }

    private boolean flushedSince(long seen) {
      lock();
      try {
        return seen != flushes;
      } finally {
        unlock();
      }
    }
  }
}
