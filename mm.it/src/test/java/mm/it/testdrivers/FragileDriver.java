package mm.it.testdrivers;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
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
 * Right until something becomes of it that its option {@code breaks} names: {@code swap}, {@code
 * start} (another instance of the same classes), {@code engine} (another engine) or {@code
 * neighbour} (the other driver of its bundle goes and it stays). From then on it holds translations
 * that nothing drops, or drops nothing. With {@code takeover} it takes over in a swap what it is
 * offered without looking whether some of that has been taken away meanwhile. With {@code classes}
 * it starts a thread that nobody ends.
 */
@DriverInfo(
    id = "fragile",
    version = "1.0.0",
    blocking = "never",
    failure = "never",
    allocation = "never",
    subscription = "list",
    callbacks = {"release", "start", "end"},
    pages = "unpinned",
    hardware = "none",
    notifiers = FragileDriver.Attached.class)
public final class FragileDriver implements NotifierDriver {
  private static final Map<String, Memory> LEFT = new ConcurrentHashMap<>();
  private static final AtomicBoolean POLLS = new AtomicBoolean();
  private static volatile boolean alone;

  /** For the engine. */
  public FragileDriver() {}

  /** A translation. */
  record Entry(long frame, Access rights) {}

  /** What an attachment held when it went; the space lies in one engine only. */
  record Memory(
      FragileDriver driver,
      WeakReference<AddressSpace> space,
      NavigableMap<Long, Entry> translations) {}

  @Override
  public Device attach(DriverContext context) {
    alone = false;
    Attached attached = new Attached(this, context);
    context.subscribe(attached);
    if (attached.breaks.equals("classes") && POLLS.compareAndSet(false, true)) {
      Thread poller = new Thread(FragileDriver::poll, "fragile-poller");
      poller.setDaemon(true);
      poller.start();
    }
    return attached;
  }

  private static void poll() {
    while (true) {
      LockSupport.park();
    }
  }

  /** One attachment: notifier and device at once, with the protocol of count and sequence. */
  static final class Attached extends EmptyDevice implements PairedNotifier, HandOver {
    private static final int RETRIES = 1000;

    /** Long enough for another thread to come in between. */
    private static final long GAP_NANOS = 200_000;

    private final FragileDriver driver;
    private final DriverContext context;
    private final String breaks;
    private final SpinLock lock;

    // All guarded by the lock.
    private final NavigableMap<Long, Entry> held = new TreeMap<>();
    private final NavigableMap<Long, Entry> stuck = new TreeMap<>();
    private int open;
    private long sequence;
    private boolean quiesced;
    private boolean released;

    Attached(FragileDriver driver, DriverContext context) {
      this.driver = driver;
      this.context = context;
      breaks = context.option("breaks", "never");
      lock = context.spinLock("device");
      Memory left = LEFT.remove(context.space().name());
      if (left != null && left.driver != driver && breaks.equals(whatBecame(left))) {
        stuck.putAll(left.translations);
      }
    }

    private String whatBecame(Memory left) {
      return left.space.get() == context.space() ? "start" : "engine";
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
            if (!alone || !breaks.equals("neighbour")) {
              held.subMap(start, end).clear();
            }
            return null;
          });
    }

    @Override
    public void end(InvalidationRange range) {
      locked(
          () -> {
            sequence++;
            return open--;
          });
    }

    @Override
    public void release(AddressSpace space) {
      locked(
          () -> {
            released = true;
            held.clear();
            stuck.clear();
            return null;
          });
    }

    @Override
    public AccessOutcome access(long address, Access access) {
      long page = address & -AddressRange.PAGE_SIZE;
      for (int i = 0; i < RETRIES; i++) {
        long seen = locked(() -> sequence);
        Entry known = locked(() -> stuck.getOrDefault(page, held.get(page)));
        if (locked(() -> quiesced)) {
          return AccessOutcome.DETACHED;
        }
        if (known != null && known.rights.allows(access)) {
          return AccessOutcome.HIT;
        }
        Page found = context.pages().fault(page, access);
        if (!found.isPresent()) {
          return found.failure();
        }
        if (locked(() -> made(page, found, seen))) {
          return AccessOutcome.MADE;
        }
        Thread.yield();
      }
      return AccessOutcome.BUSY;
    }

    private boolean made(long page, Page found, long seen) {
      boolean good = !quiesced && open == 0 && sequence == seen;
      if (good) {
        held.put(page, new Entry(found.frame(), found.rights()));
      }
      return good;
    }

    @Override
    public void translations(AddressRange range, TranslationVisitor visitor) {
      locked(
          () -> {
            NavigableMap<Long, Entry> all = new TreeMap<>(held);
            all.putAll(stuck);
            all.subMap(range.start(), range.end())
                .forEach((page, each) -> visitor.visit(page, each.frame, each.rights));
            return null;
          });
    }

    @Override
    public void quiesce() {
      locked(
          () -> {
            quiesced = true;
            if (!released) {
              LEFT.put(
                  context.space().name(),
                  new Memory(driver, new WeakReference<>(context.space()), new TreeMap<>(held)));
            }
            held.clear();
            stuck.clear();
            return null;
          });
    }

    @Override
    public String stateForm() {
      return "fragile/1";
    }

    @Override
    public Map<String, Object> exportState() {
      return locked(
          () -> {
            long[] pages = held.keySet().stream().mapToLong(each -> each).toArray();
            long[] frames = held.values().stream().mapToLong(Entry::frame).toArray();
            return Map.of("pages", pages, "frames", frames);
          });
    }

    @Override
    public long importBegin() {
      return locked(() -> open == 0 ? sequence : -1);
    }

    @Override
    public Answer importState(Map<String, Object> state, long seen) {
      boolean looks = !breaks.equals("takeover");
      long began = System.nanoTime();
      while (!looks && System.nanoTime() - began < GAP_NANOS) {
        Thread.onSpinWait();
      }
      return locked(
          () -> {
            if (looks && (open > 0 || sequence != seen)) {
              return Answer.WOULD_BLOCK;
            }
            take((long[]) state.get("pages"), (long[]) state.get("frames"));
            return Answer.DONE;
          });
    }

    private void take(long[] pages, long[] frames) {
      NavigableMap<Long, Entry> where = breaks.equals("swap") ? stuck : held;
      for (int i = 0; i < pages.length; i++) {
        where.put(pages[i], new Entry(frames[i], Access.READ));
      }
    }
  }

  /** The other driver of the bundle, which holds nothing. */
  @DriverInfo(
      id = "neighbour",
      version = "1.0.0",
      blocking = "never",
      failure = "never",
      allocation = "never",
      subscription = "list",
      callbacks = {"release", "start", "end"},
      pages = "unpinned",
      hardware = "none",
      notifiers = Beside.class)
  public static final class Neighbour implements NotifierDriver {
    /** For the engine. */
    public Neighbour() {}

    @Override
    public Device attach(DriverContext context) {
      Beside beside = new Beside();
      context.subscribe(beside);
      return beside;
    }
  }

  /** An attachment of the neighbour. */
  static final class Beside extends EmptyDevice implements PairedNotifier {
    private volatile boolean told;
    private volatile boolean released;
    private volatile boolean quiesced;

    @Override
    public void start(InvalidationRange range) {
      told = true;
    }

    @Override
    public void end(InvalidationRange range) {}

    @Override
    public void release(AddressSpace space) {
      released = true;
    }

    @Override
    public AccessOutcome access(long address, Access access) {
      return quiesced ? AccessOutcome.DETACHED : AccessOutcome.REFUSED;
    }

    @Override
    public void quiesce() {
      quiesced = true;
      alone |= told && !released; // else it was only on its way into a swap
    }
  }
}
