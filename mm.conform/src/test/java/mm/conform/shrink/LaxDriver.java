package mm.conform.shrink;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Answer;
import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.EmptyDevice;
import mm.spi.HandOver;
import mm.spi.NotifierDriver;
import mm.spi.Page;
import mm.spi.PairedNotifier;
import mm.spi.SpinLock;
import mm.spi.TranslationVisitor;

/**
 * Wrong in a way that its option {@code breaks} names: {@code start}: comes back with what it held
 * when it was stopped, and never drops that; {@code engine}: comes back with it, and drops it as it
 * should, but does not look whether some of it has been taken away meanwhile; {@code swap}: takes
 * over what its predecessor held in the same way. Or it leaves its classes with somebody: {@code
 * thread}, {@code local}, {@code handler}, {@code hook}.
 */
@DriverInfo(
    id = "lax",
    version = "1.0.0",
    blocking = "never",
    failure = "never",
    allocation = "never",
    subscription = "list",
    callbacks = {"release", "start", "end"},
    pages = "unpinned",
    hardware = "none",
    notifiers = LaxDriver.Attached.class)
public final class LaxDriver implements NotifierDriver {
  private static final Map<Object, NavigableMap<Long, Long>> LEFT = new ConcurrentHashMap<>();

  /** With whom classes may be left. */
  static final String HOLDER = "lax-holder";

  private static final ThreadLocal<Object> LOCAL = new ThreadLocal<>();

  /** For the engine. */
  public LaxDriver() {}

  @Override
  public Device attach(DriverContext context) {
    Attached attached = new Attached(context);
    context.subscribe(attached);
    leave(attached, context.option("breaks", "never"));
    return attached;
  }

  private static void leave(Attached attached, String with) {
    switch (with) {
      case "thread" -> thread(LaxDriver::park).start();
      case "local" -> LOCAL.set(attached);
      case "hook" -> Runtime.getRuntime().addShutdownHook(thread(LaxDriver::end));
      case "handler" -> Logger.getLogger(HOLDER).addHandler(new Ear());
      default -> {}
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, HOLDER);
    thread.setDaemon(true);
    return thread;
  }

  /** Until somebody interrupts it. */
  private static void park() {
    while (!Thread.interrupted()) {
      LockSupport.park();
    }
  }

  private static void end() {}

  /** Listens to what the JDK logs. */
  static final class Ear extends StreamHandler {}

  /** Notifier and device at once, with the protocol of count and sequence. */
  static final class Attached extends EmptyDevice implements PairedNotifier, HandOver {
    private final DriverContext context;
    private final String breaks;
    private final SpinLock lock;

    // All guarded by the lock: frames by pages.
    private final NavigableMap<Long, Long> held = new TreeMap<>();
    private final NavigableMap<Long, Long> stuck = new TreeMap<>();
    private int open;
    private long sequence;
    private boolean quiesced;

    Attached(DriverContext context) {
      this.context = context;
      breaks = context.option("breaks", "never");
      lock = context.spinLock("device");
      NavigableMap<Long, Long> left = LEFT.remove(place());
      if (left != null && breaks.equals("start")) {
        stuck.putAll(left);
      }
      if (left != null && breaks.equals("engine")) {
        held.putAll(left);
      }
    }

    /** The next engine has another space, of the same name. */
    private Object place() {
      return breaks.equals("engine") ? context.space().name() : context.space();
    }

    private <T> T locked(Supplier<T> body) {
      lock.lock();
      try {
        return body.get();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void start(InvalidationRange range) {
      long start = range.start();
      long end = range.end();
      locked(
          () -> {
            open++;
            sequence++;
            held.subMap(start, end).clear();
            return null;
          });
    }

    @Override
    public void end(InvalidationRange range) {
      locked(() -> open--);
    }

    @Override
    public void release(AddressSpace space) {
      locked(
          () -> {
            held.clear();
            stuck.clear();
            return null;
          });
    }

    @Override
    public AccessOutcome access(long address, Access access) {
      long seen = locked(() -> sequence);
      Page found = context.pages().fault(address, access);
      return found.isPresent() ? locked(() -> made(address, found, seen)) : found.failure();
    }

    private AccessOutcome made(long address, Page found, long seen) {
      if (quiesced) {
        return AccessOutcome.DETACHED;
      }
      if (open > 0 || sequence != seen) {
        return AccessOutcome.BUSY;
      }
      held.put(address, found.frame());
      return AccessOutcome.MADE;
    }

    @Override
    public void translations(AddressRange range, TranslationVisitor visitor) {
      NavigableMap<Long, Long> all =
          locked(
              () -> {
                NavigableMap<Long, Long> both = new TreeMap<>(held);
                both.putAll(stuck);
                return both;
              });
      all.subMap(range.start(), range.end())
          .forEach((page, frame) -> visitor.visit(page, frame, Access.READ));
    }

    @Override
    public void quiesce() {
      locked(
          () -> {
            quiesced = true;
            LEFT.put(place(), new TreeMap<>(held));
            held.clear();
            stuck.clear();
            return null;
          });
    }

    @Override
    public String stateForm() {
      return "lax/1";
    }

    @Override
    public Map<String, Object> exportState() {
      return locked(
          () ->
              Map.of(
                  "pages", held.keySet().stream().mapToLong(each -> each).toArray(),
                  "frames", held.values().stream().mapToLong(each -> each).toArray()));
    }

    @Override
    public long importBegin() {
      return locked(() -> open == 0 ? sequence : -1);
    }

    @Override
    public Answer importState(Map<String, Object> state, long seen) {
      return locked(
          () -> {
            boolean quiet = open == 0 && sequence == seen;
            if (!quiet && !breaks.equals("swap")) {
              return Answer.WOULD_BLOCK;
            }
            long[] pages = (long[]) state.get("pages");
            long[] frames = (long[]) state.get("frames");
            for (int i = 0; i < pages.length; i++) {
              held.put(pages[i], frames[i]);
            }
            return Answer.DONE;
          });
    }
  }
}
