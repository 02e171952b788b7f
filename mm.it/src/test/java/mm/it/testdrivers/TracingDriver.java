package mm.it.testdrivers;

import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
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
import org.osgi.framework.FrameworkUtil;

/**
 * Mirrors a space, and writes down what it is told: version, space, what. The system property
 * {@code mm.it.trace} holds the queue.
 */
@DriverInfo(
    id = "tracing",
    version = "1.0.0",
    blocking = "never",
    failure = "never",
    allocation = "never",
    subscription = "list",
    callbacks = {"release", "start", "end"},
    pages = "unpinned",
    hardware = "none",
    notifiers = TracingDriver.Mirror.class)
public final class TracingDriver implements NotifierDriver {
  private final String version =
      FrameworkUtil.getBundle(TracingDriver.class).getVersion().toString();

  /** For the engine. */
  public TracingDriver() {}

  @Override
  public Device attach(DriverContext context) {
    Mirror mirror = new Mirror(context, trace(), version + " " + context.space().name() + " ");
    mirror.trace("attach");
    context.subscribe(mirror);
    return mirror;
  }

  @SuppressWarnings("unchecked") // The test puts it there.
  private static Queue<String> trace() {
    return (Queue<String>) System.getProperties().get("mm.it.trace");
  }

  /** The device and its notifier: a count of open sections and a sequence (R1.4). */
  static final class Mirror extends EmptyDevice implements PairedNotifier {
    private final DriverContext context;
    private final Queue<String> trace;
    private final String prefix;
    private final SpinLock lock;
    private final Map<Long, Page> pages = new HashMap<>(); // all guarded by the lock
    private int open;
    private long sequence;
    private boolean gone;

    Mirror(DriverContext context, Queue<String> trace, String prefix) {
      this.context = context;
      this.trace = trace;
      this.prefix = prefix;
      lock = context.spinLock("mirror");
    }

    void trace(String what) {
      trace.add(prefix + what);
    }

    @Override
    public void start(InvalidationRange range) {
      trace("start");
      lock.lock();
      open++;
      sequence++;
      drop(range.start(), range.end());
      lock.unlock();
    }

    private void drop(long start, long end) {
      pages.keySet().removeIf(each -> each >= start && each < end);
    }

    @Override
    public void end(InvalidationRange range) {
      trace("end");
      lock.lock();
      open--;
      lock.unlock();
    }

    @Override
    public void release(AddressSpace space) {
      trace("release");
      lock.lock();
      sequence++;
      pages.clear();
      lock.unlock();
    }

    @Override
    public AccessOutcome access(long address, Access access) {
      lock.lock();
      long seen = sequence;
      boolean over = gone;
      Page held = pages.get(address);
      lock.unlock();
      if (over) {
        return AccessOutcome.DETACHED;
      }
      trace("serve");
      if (held != null && held.rights().allows(access)) {
        return AccessOutcome.HIT;
      }
      Page page = context.pages().fault(address, access);
      return page.isPresent() ? make(address, page, seen) : page.failure();
    }

    private AccessOutcome make(long address, Page page, long seen) {
      lock.lock();
      try {
        if (gone || open > 0 || sequence != seen) {
          return gone ? AccessOutcome.DETACHED : AccessOutcome.BUSY;
        }
        pages.put(address, page);
        return AccessOutcome.MADE;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void translations(AddressRange range, TranslationVisitor visitor) {
      lock.lock();
      Map<Long, Page> held = new HashMap<>(pages);
      lock.unlock();
      held.forEach(
          (address, page) -> {
            if (range.contains(address)) {
              visitor.visit(address, page.frame(), page.rights());
            }
          });
    }

    @Override
    public void quiesce() {
      trace("quiesce");
      lock.lock();
      gone = true;
      pages.clear();
      lock.unlock();
    }

    @Override
    public void detach() {
      trace("detach");
    }
  }
}
