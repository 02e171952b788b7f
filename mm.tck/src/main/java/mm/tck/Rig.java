package mm.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.api.InvalidationEvent;
import mm.api.MigrationOwner;
import mm.api.NotifierCore;
import mm.api.Rule;
import mm.api.Violation;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Callback;
import mm.spi.Device;

/** An engine, a space with pages made by hand, and the driver attached to it. */
final class Rig implements AutoCloseable {
  static final int PAGES = 16;
  static final long BASE = 0x1000_0000;
  static final long END = BASE + PAGES * (long) AddressRange.PAGE_SIZE;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(3);

  final NotifierCore core = NotifierCore.create();
  final FakePages pages = new FakePages();
  final AddressSpace space = core.createSpace("tck", pages);
  final Set<Callback> seen = ConcurrentHashMap.newKeySet();
  final AtomicLong calls = new AtomicLong();
  private final AtomicLong frames = new AtomicLong();
  private final Set<Callback> callbacks;
  final Attachment attachment;
  final Device device;

  Rig(mm.spi.NotifierDriver driver, String id, Set<Callback> callbacks) {
    this.callbacks = callbacks;
    core.drivers().admit(driver);
    core.observe(
        (subscriber, callback, range, answer, nanos) -> {
          if (subscriber.equals(id)) {
            seen.add(callback);
            calls.incrementAndGet();
          }
        });
    remap(BASE, END);
    attachment = core.drivers().attach(id, space);
    device = attachment.device();
  }

  static long page(int index) {
    return BASE + index * (long) AddressRange.PAGE_SIZE;
  }

  void remap(long start, long end) {
    for (long at = Math.max(start, BASE); at < Math.min(end, END); at += AddressRange.PAGE_SIZE) {
      pages.map(at, frames.incrementAndGet());
    }
  }

  /** Lets the device use every page, reading and writing in turn. */
  void fill() {
    for (int i = 0; i < PAGES; i++) {
      use(device, page(i), i % 2 == 0 ? Access.READ : Access.WRITE);
    }
  }

  /** Uses a page, again while the device is busy, for a bounded time. */
  static AccessOutcome use(Device device, long address, Access access) {
    long deadline = System.nanoTime() + PATIENCE;
    AccessOutcome outcome = device.access(address, access);
    while (outcome == AccessOutcome.BUSY && System.nanoTime() < deadline) {
      Thread.onSpinWait();
      outcome = device.access(address, access);
    }
    return outcome;
  }

  static boolean used(AccessOutcome outcome) {
    return outcome == AccessOutcome.HIT || outcome == AccessOutcome.MADE;
  }

  static Map<Long, Long> shown(Device device, long start, long end) {
    Map<Long, Long> shown = new TreeMap<>();
    device.translations(
        new AddressRange(start, end), (address, frame, rights) -> shown.put(address, frame));
    return shown;
  }

  /** Begins a section and, for who listens to it, flushes the secondary TLBs. */
  long begin(InvalidationEvent event, long start, long end, MigrationOwner owner) {
    long stamp = space.begin(event, start, end, owner);
    space.flushSecondaryTlbs(start, end);
    return stamp;
  }

  long begin(long start, long end) {
    return begin(InvalidationEvent.CLEAR, start, end, MigrationOwner.NONE);
  }

  /** A whole section in which the pages of the range are replaced. */
  void change(long start, long end) {
    long stamp = space.begin(InvalidationEvent.CLEAR, start, end);
    try {
      remap(start, end);
      space.flushSecondaryTlbs(start, end);
    } finally {
      space.end(stamp);
    }
  }

  /** A section that may not wait; answers whether it was opened. */
  boolean tryChange(long start, long end) {
    long stamp = space.tryBegin(InvalidationEvent.UNMAP, start, end);
    if (stamp == AddressSpace.DECLINED) {
      return false;
    }
    try {
      remap(start, end);
      space.flushSecondaryTlbs(start, end);
    } finally {
      space.end(stamp);
    }
    return true;
  }

  /** Everything that a driver can be told, over pages that it holds and pages that it does not. */
  void exercise() {
    fill();
    for (int i = 0; i < PAGES; i++) {
      change(page(i), page(i + 1));
      tryChange(page(i), page(i + 1));
    }
    change(0, AddressRange.TOP);
    fill();
    tryChange(BASE, END);
    space.clearFlushYoung(BASE, END);
    space.clearYoung(BASE, END);
    space.testYoung(BASE);
    long stamp = begin(BASE, page(1));
    remap(BASE, page(1));
    space.changePte(BASE, pages.frame(BASE));
    space.end(stamp);
    use(device, page(1), Access.WRITE);
    collide(page(2), Access.READ);
    collide(page(3), Access.WRITE);
    fill();
  }

  /** Replaces a page after the device has looked it up and before it gets the answer. */
  void collide(long page, Access access) {
    long end = page + AddressRange.PAGE_SIZE;
    change(page, end);
    pages.afterNextLookUp(() -> elsewhere(() -> changed(page, end)).settle());
    use(device, page, access);
  }

  private boolean changed(long start, long end) {
    change(start, end);
    return true;
  }

  /** What the device holds and the CPU's tables do not say. */
  Map<Long, Long> stale() {
    Map<Long, Long> held = shown(device, BASE, END);
    held.entrySet().removeIf(each -> pages.frame(each.getKey()) == each.getValue());
    return held;
  }

  List<Violation> violations(Rule rule) {
    return core.violations().stream().filter(each -> each.rule() == rule).toList();
  }

  boolean hears(Callback callback) {
    return callbacks.contains(callback);
  }

  /** Runs something on a thread of its own, and waits until it is done or has to wait itself. */
  static <T> Foreign<T> elsewhere(Callable<T> body) {
    FutureTask<T> task = new FutureTask<>(body);
    Thread thread = new Thread(task, "tck");
    thread.setDaemon(true);
    thread.start();
    return new Foreign<>(task, thread);
  }

  record Foreign<T>(FutureTask<T> task, Thread thread) {
    /** Waits until it is done or seems to wait, at most a tenth of a second. */
    Foreign<T> settle() {
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
      int waiting = 0;
      while (!task.isDone() && waiting < 2_000 && System.nanoTime() < deadline) {
        waiting = isWaiting() ? waiting + 1 : 0;
        Thread.onSpinWait();
      }
      return this;
    }

    private boolean isWaiting() {
      Thread.State state = thread.getState();
      return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    T get() throws Exception {
      try {
        return task.get(PATIENCE, TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        AssertionError hangs = new AssertionError("does not come back from where the cause shows");
        Throwable where = new Throwable("still here");
        where.setStackTrace(thread.getStackTrace());
        hangs.initCause(where);
        throw hangs;
      }
    }
  }

  /** A section that another thread holds open until it is closed here. */
  OpenElsewhere openElsewhere(long start, long end) throws InterruptedException {
    CountDownLatch opened = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    Foreign<Boolean> holder =
        elsewhere(
            () -> {
              long stamp = begin(start, end);
              opened.countDown();
              over.await();
              space.end(stamp);
              return true;
            });
    if (!opened.await(PATIENCE, TimeUnit.NANOSECONDS)) {
      throw new AssertionError("begin does not return");
    }
    return new OpenElsewhere(holder, over);
  }

  record OpenElsewhere(Foreign<Boolean> holder, CountDownLatch over) {
    void end() throws Exception {
      over.countDown();
      holder.get();
    }
  }

  /** Lets threads use the device until it is closed. */
  Busy busy() {
    Busy busy = new Busy(new ArrayList<>());
    Foreign<Boolean> user =
        elsewhere(
            () -> {
              for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                device.access(page(i % PAGES), i % 3 == 0 ? Access.WRITE : Access.READ);
              }
              return true;
            });
    busy.users().add(user);
    return busy;
  }

  record Busy(List<Foreign<Boolean>> users) implements AutoCloseable {
    @Override
    public void close() {
      for (Foreign<Boolean> user : users) {
        user.thread().interrupt();
        try {
          user.thread().join(1_000);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  /** Closes the engine, at most for a bounded time: a driver that hangs has had its verdict. */
  @Override
  public void close() {
    Foreign<Boolean> closing =
        elsewhere(
            () -> {
              core.close();
              return true;
            });
    try {
      closing.thread().join(2_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
