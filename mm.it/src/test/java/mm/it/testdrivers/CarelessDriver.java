package mm.it.testdrivers;

import java.util.NavigableMap;
import java.util.TreeMap;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.EmptyDevice;
import mm.spi.NotifierDriver;
import mm.spi.Page;
import mm.spi.PairedNotifier;
import mm.spi.SpinLock;
import mm.spi.TranslationVisitor;

/**
 * Looks a page up and keeps what it found without looking whether it was taken away meanwhile:
 * wrong only when another thread takes it away at that moment.
 */
@DriverInfo(
    id = "careless",
    version = "1.0.0",
    blocking = "never",
    failure = "never",
    allocation = "never",
    subscription = "list",
    callbacks = {"release", "start", "end"},
    pages = "unpinned",
    hardware = "none",
    notifiers = CarelessDriver.Attached.class)
public final class CarelessDriver implements NotifierDriver {
  /** For the engine. */
  public CarelessDriver() {}

  @Override
  public Device attach(DriverContext context) {
    Attached attached = new Attached(context);
    context.subscribe(attached);
    return attached;
  }

  /** One attachment: notifier and device at once. */
  static final class Attached extends EmptyDevice implements PairedNotifier {
    /** Long enough for another thread to come in between. */
    private static final long GAP_NANOS = 50_000;

    private final DriverContext context;
    private final SpinLock lock;
    private final NavigableMap<Long, Page> held = new TreeMap<>(); // guarded by the lock
    private volatile boolean detached;

    Attached(DriverContext context) {
      this.context = context;
      lock = context.spinLock("device");
    }

    @Override
    public void start(InvalidationRange range) {
      drop(range.start(), range.end());
    }

    private void drop(long start, long end) {
      lock.lock();
      try {
        held.subMap(start, end).clear();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void end(InvalidationRange range) {}

    @Override
    public void release(AddressSpace space) {
      drop(0, Long.MAX_VALUE);
    }

    @Override
    public AccessOutcome access(long address, Access access) {
      long page = address & -AddressRange.PAGE_SIZE;
      if (detached) {
        return AccessOutcome.DETACHED;
      }
      Page found = context.pages().fault(page, access);
      if (!found.isPresent()) {
        return found.failure();
      }
      long began = System.nanoTime();
      while (System.nanoTime() - began < GAP_NANOS) {
        Thread.onSpinWait();
      }
      lock.lock();
      try {
        held.put(page, found);
      } finally {
        lock.unlock();
      }
      return AccessOutcome.MADE;
    }

    @Override
    public void translations(AddressRange range, TranslationVisitor visitor) {
      lock.lock();
      try {
        held.subMap(range.start(), range.end())
            .forEach((page, each) -> visitor.visit(page, each.frame(), each.rights()));
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void quiesce() {
      detached = true;
      drop(0, Long.MAX_VALUE);
    }

    @Override
    public void detach() {
      quiesce();
    }
  }
}
