package drivers.i915;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import mm.api.AddressRange;
import mm.api.IntervalSubscription;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.DeviceCounters;
import mm.spi.DriverContext;
import mm.spi.Page;
import mm.spi.PageSource;
import mm.spi.SpinLock;
import mm.spi.Transfer;
import mm.spi.TranslationVisitor;
import mm.spi.WaitQueue;

/**
 * The objects of one address space in the interval era. One lock (the kernel's notifier lock)
 * guards every sequence; it is given back before anything is waited for, unpinned, subscribed or
 * closed.
 */
final class IntervalSpace {
  private final DriverContext context;
  private final PageSource pages;
  private final SpinLock lock;
  private final GpuEngine gpu;

  // Protected by the lock.
  private final NavigableMap<Long, IntervalObject> objects = new TreeMap<>();
  private final List<IntervalObject> leaving = new ArrayList<>();
  private boolean frozen;
  private long held;
  private long made;
  private long dropped;
  private long told;
  private long toldInVain;
  private long retries;

  IntervalSpace(DriverContext context) {
    this.context = context;
    pages = context.pages();
    lock = context.spinLock("i915 notifier_lock");
    WaitQueue changes = context.waitQueue("i915 fences");
    gpu = new GpuEngine(lock, changes, context.worker("i915 gpu"));
  }

  // Invalidation.

  /** Counts an invalidation that is declined. */
  void declined() {
    lock.lock();
    told++;
    lock.unlock();
  }

  /** Lets no older submission through any more, then waits for those that went. */
  void invalidate(
      IntervalObject object, IntervalSubscription own, InvalidationRange range, long number) {
    UserObject busy;
    lock.lock();
    try {
      told++;
      boolean hit = object.current() && object.memory().heldIn(range.start(), range.end());
      toldInVain += hit ? 0 : 1;
      dropLocked(object);
      own.setSequence(number);
      if (ends(range.event())) {
        leaveLocked(object);
      }
      frozen |= range.event() == InvalidationEvent.RELEASE;
      busy = object.memory();
    } finally {
      lock.unlock();
    }
    gpu.awaitIdle(busy);
  }

  private static boolean ends(InvalidationEvent event) {
    return event == InvalidationEvent.UNMAP || event == InvalidationEvent.RELEASE;
  }

  private void dropLocked(IntervalObject object) {
    if (object.current()) {
      held -= object.memory().held();
      dropped += object.memory().held();
    }
    object.stale();
  }

  /** Its owner cannot close the subscription in a callback (R2.8), so the next submission does. */
  private void leaveLocked(IntervalObject object) {
    if (!object.leaving()) {
      object.leave();
      if (objects.get(object.start()) == object) {
        objects.remove(object.start());
      }
      leaving.add(object);
    }
  }

  // Submission.

  boolean frozen() {
    lock.lock();
    try {
      return frozen;
    } finally {
      lock.unlock();
    }
  }

  /** Uses a page that is bound, if it still is the CPU's and its rights are enough. */
  boolean submit(long address, Access access, Transfer transfer) {
    boolean ring;
    lock.lock();
    try {
      IntervalObject object = objects.get(UserObject.startOf(address));
      if (frozen
          || object == null
          || !object.current()
          || !object.memory().allows(UserObject.pageOf(address), access)) {
        return false;
      }
      transfer.use(object.memory().frame(UserObject.pageOf(address)));
      ring = gpu.queueLocked(object.memory());
    } finally {
      lock.unlock();
    }
    ringIf(ring);
    return true;
  }

  /** The object that an address lies in; it is made, and listens, when there is none. */
  IntervalObject object(long address) {
    long start = UserObject.startOf(address);
    lock.lock();
    try {
      IntervalObject known = objects.get(start);
      if (known != null) {
        return known;
      }
    } finally {
      lock.unlock();
    }
    IntervalObject fresh = new IntervalObject(start);
    fresh.listen(
        context.subscribe(start, start + UserObject.BYTES, new ObjectNotifier(this, fresh)));
    return publish(fresh);
  }

  private IntervalObject publish(IntervalObject object) {
    IntervalObject known;
    lock.lock();
    try {
      known = objects.get(object.start());
      if (known == null && !object.leaving()) {
        objects.put(object.start(), object);
      }
    } finally {
      lock.unlock();
    }
    if (known != null && !object.leaving()) {
      object.subscription().close();
    }
    return known == null ? object : known;
  }

  /** Unbinds pages that were invalidated since they were read. */
  void unbindOlder(IntervalObject object) {
    UserObject old = null;
    lock.lock();
    try {
      if (!object.leaving() && !object.current()) {
        dropLocked(object);
        old = object.unbind();
      }
    } finally {
      lock.unlock();
    }
    unpin(old);
  }

  /**
   * The last step of a submission: binds the page and puts the GPU to work, unless an invalidation
   * collided (R3.3).
   *
   * @return MADE, HIT when another thread was faster, DETACHED, or BUSY when an invalidation
   *     collided; with all but MADE the pin remains the caller's
   */
  AccessOutcome bind(
      IntervalObject object, long sequence, long address, Page pinned, Transfer transfer) {
    int page = UserObject.pageOf(address);
    long surplus = 0;
    boolean ring;
    lock.lock();
    try {
      if (frozen) {
        return AccessOutcome.DETACHED;
      }
      if (object.subscription().readRetry(sequence) || !object.joins(sequence)) {
        retries++;
        return AccessOutcome.BUSY;
      }
      UserObject memory = object.memory();
      if (memory.allows(page, pinned.rights()) && memory.frame(page) == pinned.frame()) {
        transfer.use(pinned.frame());
        return AccessOutcome.HIT;
      }
      if (memory.holds(page)) {
        surplus = memory.frame(page);
        dropped++;
        held--;
      }
      memory.set(page, pinned, UserObject.Proof.GIVEN);
      object.read(sequence);
      held++;
      made++;
      transfer.use(pinned.frame());
      ring = gpu.queueLocked(memory);
    } finally {
      lock.unlock();
    }
    if (surplus != 0) {
      pages.unpin(surplus);
    }
    ringIf(ring);
    return AccessOutcome.MADE;
  }

  private void ringIf(boolean ring) {
    if (ring) {
      gpu.ring();
    }
  }

  private void unpin(UserObject old) {
    if (old != null) {
      old.forEachPage(page -> pages.unpin(old.frame(page)));
    }
  }

  // The end of objects and of the space.

  /** Closes the objects whose memory went, which no callback can do. May wait for open sections. */
  void closeLeaving() {
    List<IntervalObject> gone;
    lock.lock();
    try {
      if (leaving.isEmpty()) {
        return;
      }
      gone = List.copyOf(leaving);
      leaving.clear();
    } finally {
      lock.unlock();
    }
    gone.forEach(this::close);
  }

  private void close(IntervalObject object) {
    object.subscription().close();
    gpu.awaitIdle(object.memory());
    UserObject old;
    lock.lock();
    try {
      old = object.unbind();
    } finally {
      lock.unlock();
    }
    unpin(old);
  }

  /** Drops everything, once the GPU is done with it, and lets nothing in any more. */
  void freeze() {
    lock.lock();
    try {
      frozen = true;
      for (IntervalObject each : List.copyOf(objects.values())) {
        dropLocked(each);
        leaveLocked(each);
      }
    } finally {
      lock.unlock();
    }
    closeLeaving();
  }

  /** Waits for the worker; nothing is left for it to do after {@link #freeze()}. */
  void stop() {
    freeze();
    gpu.flush();
  }

  // Observation.

  /** Shows the pages that a submission could use at one moment; the lock is not held meanwhile. */
  void translations(AddressRange range, TranslationVisitor visitor) {
    List<UserptrSpace.PinnedPage> copy = new ArrayList<>();
    lock.lock();
    try {
      objects.subMap(UserObject.startOf(range.start()), true, range.end(), false).values().stream()
          .filter(IntervalObject::current)
          .map(IntervalObject::memory)
          .forEach(
              memory ->
                  memory.forEachPage(
                      range.start(),
                      range.end(),
                      page -> copy.add(UserptrSpace.PinnedPage.of(memory, page))));
    } finally {
      lock.unlock();
    }
    copy.forEach(each -> visitor.visit(each.address(), each.frame(), each.rights()));
  }

  DeviceCounters counters() {
    lock.lock();
    try {
      return new DeviceCounters(held, made, dropped, told, toldInVain, retries);
    } finally {
      lock.unlock();
    }
  }
}
