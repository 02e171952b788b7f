package drivers.i915;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import mm.api.AddressRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Answer;
import mm.spi.DeviceCounters;
import mm.spi.DriverContext;
import mm.spi.Page;
import mm.spi.PageSource;
import mm.spi.SpinLock;
import mm.spi.Transfer;
import mm.spi.WaitQueue;

/**
 * The objects of one address space, and what callbacks and accesses do with them. The objects are
 * disjoint, so a map sorted by their start is an interval structure.
 *
 * <p>Methods take the lock themselves and give it back before they unpin, wake, submit or wait.
 */
final class UserptrSpace {
  private final PageSource pages;
  private final SpinLock lock;
  private final WaitQueue changes;
  private final GpuEngine gpu;

  // Protected by the lock.
  private final NavigableMap<Long, UserObject> objects = new TreeMap<>();
  private final AnsweredSections answered = new AnsweredSections();
  private boolean frozen;
  private long held;
  private long made;
  private long dropped;
  private long told;
  private long toldInVain;
  private long retries;

  UserptrSpace(DriverContext context) {
    pages = context.pages();
    lock = context.spinLock("i915 mn_lock");
    changes = context.waitQueue("i915 changes");
    gpu = new GpuEngine(lock, changes, context.worker("i915 gpu"));
  }

  // Invalidation.

  /**
   * Notes that a section starts. This comes before the eviction, so that whoever pins from here on
   * either loses its object to the eviction or finds the section in the notes.
   */
  void told(long start, long end) {
    lock.lock();
    try {
      answered.answered(thread(), start, end);
      told++;
      boolean hit = overlapping(start, end).values().stream().anyMatch(o -> o.heldIn(start, end));
      toldInVain += hit ? 0 : 1;
    } finally {
      lock.unlock();
    }
  }

  /** Unbinds the objects that overlap a range, unless the GPU is busy with one. Never waits. */
  Answer tryEvict(long start, long end) {
    List<UserObject> gone;
    lock.lock();
    try {
      Collection<UserObject> hit = overlapping(start, end).values();
      if (!hit.stream().allMatch(UserObject::idle)) {
        return Answer.WOULD_BLOCK;
      }
      gone = takeIdleLocked(hit);
    } finally {
      lock.unlock();
    }
    bury(gone);
    return Answer.DONE;
  }

  /** Unbinds the objects that overlap a range, waiting for the GPU where it is busy with one. */
  void evict(long start, long end) {
    for (Optional<UserObject> busy = evictIdle(start, end);
        busy.isPresent();
        busy = evictIdle(start, end)) {
      gpu.awaitIdle(busy.get());
    }
  }

  /** Unbinds what is idle, keeps new work off the rest, and says what to wait for. */
  private Optional<UserObject> evictIdle(long start, long end) {
    List<UserObject> gone;
    Optional<UserObject> busy;
    lock.lock();
    try {
      Collection<UserObject> hit = overlapping(start, end).values();
      gone = takeIdleLocked(hit);
      hit.forEach(UserObject::leave);
      busy = hit.stream().findFirst();
    } finally {
      lock.unlock();
    }
    bury(gone);
    return busy;
  }

  private NavigableMap<Long, UserObject> overlapping(long start, long end) {
    return objects.subMap(UserObject.startOf(start), true, end, false);
  }

  private List<UserObject> takeIdleLocked(Collection<UserObject> candidates) {
    List<UserObject> taken = new ArrayList<>();
    for (Iterator<UserObject> i = candidates.iterator(); i.hasNext(); ) {
      UserObject object = i.next();
      if (object.idle()) {
        i.remove();
        object.die();
        held -= object.held();
        dropped += object.held();
        taken.add(object);
      }
    }
    return taken;
  }

  /** Drops the pins of objects that nobody can find any more. */
  private void bury(List<UserObject> gone) {
    gone.forEach(object -> object.forEachPage(page -> pages.unpin(object.frame(page))));
    if (!gone.isEmpty()) {
      changes.wakeAll();
    }
  }

  /** Drops everything, once the GPU is done with it, and lets nothing in any more. */
  void freeze() {
    lock.lock();
    try {
      frozen = true;
    } finally {
      lock.unlock();
    }
    evict(AddressRange.WHOLE.start(), AddressRange.WHOLE.end());
  }

  /** Waits for the worker; nothing is left for it to do after {@link #freeze()}. */
  void stop() {
    freeze();
    gpu.flush();
  }

  // Access.

  /**
   * The first step of an access: puts the GPU to work if that can be done at once, else says what
   * has to be done first. After PIN comes {@link #publish} or {@link #abandon}, after CHECK {@link
   * #confirm}.
   */
  Visit visit(long address, Access access, Transfer transfer) {
    boolean ring;
    Visit visit;
    lock.lock();
    try {
      answered.ended(thread());
      visit = visitLocked(address, access);
      ring = visit.step() == Visit.Step.HIT && useLocked(visit.object(), address, transfer);
    } finally {
      lock.unlock();
    }
    ringIf(ring);
    return visit;
  }

  /** Puts the GPU to work on a page, which it reads or writes before anybody can take it away. */
  private boolean useLocked(UserObject object, long address, Transfer transfer) {
    transfer.use(object.frame(UserObject.pageOf(address)));
    return gpu.queueLocked(object);
  }

  private Visit visitLocked(long address, Access access) {
    if (frozen) {
      return Visit.DETACHED;
    }
    UserObject object =
        objects.computeIfAbsent(UserObject.startOf(address), start -> new UserObject(start));
    int page = UserObject.pageOf(address);
    UserObject.Proof proof = proofLocked(address);
    if (!object.live()) {
      retries++;
      return new Visit(Visit.Step.WAIT, object, proof);
    }
    if (object.allows(page, access)) {
      boolean proven = object.proof(page) == UserObject.Proof.GIVEN;
      return new Visit(proven ? Visit.Step.HIT : Visit.Step.CHECK, object, proof);
    }
    object.pinBegins();
    return new Visit(Visit.Step.PIN, object, proof);
  }

  /** Asked before the page is looked at: a section that has ended by now cannot change it later. */
  private UserObject.Proof proofLocked(long address) {
    return answered.mayCover(address) ? UserObject.Proof.MISSING : UserObject.Proof.GIVEN;
  }

  /**
   * Enters a pinned page and puts the GPU to work on it, unless an invalidation took the object.
   *
   * @return MADE, HIT when another thread was faster, DETACHED, or BUSY when an invalidation
   *     collided; the pin is dropped where it is not needed
   */
  AccessOutcome publish(Visit visit, long address, Page pinned, Transfer transfer) {
    UserObject object = visit.object();
    int page = UserObject.pageOf(address);
    AccessOutcome outcome;
    OptionalLong surplus = OptionalLong.of(pinned.frame());
    boolean ring = false;
    lock.lock();
    try {
      object.pinEnds();
      outcome = outcomeLocked(object, page, pinned);
      if (outcome == AccessOutcome.MADE) {
        surplus = object.holds(page) ? OptionalLong.of(object.frame(page)) : OptionalLong.empty();
        enterLocked(object, page, pinned, visit.proof());
      }
      ring = object.live() && !frozen && useLocked(object, address, transfer);
    } finally {
      lock.unlock();
    }
    surplus.ifPresent(pages::unpin);
    ringIf(ring);
    return outcome;
  }

  private AccessOutcome outcomeLocked(UserObject object, int page, Page pinned) {
    if (frozen) {
      return AccessOutcome.DETACHED;
    }
    if (!object.live()) {
      retries++;
      return AccessOutcome.BUSY;
    }
    boolean held = object.allows(page, pinned.rights()) && object.frame(page) == pinned.frame();
    return held ? AccessOutcome.HIT : AccessOutcome.MADE;
  }

  private void enterLocked(UserObject object, int page, Page pinned, UserObject.Proof proof) {
    int replaced = object.holds(page) ? 1 : 0;
    object.set(page, pinned, proof);
    held += 1 - replaced;
    dropped += replaced;
    made++;
  }

  /** Ends a pin that brought no page; an object made for it alone goes with it. */
  void abandon(Visit visit) {
    lock.lock();
    try {
      visit.object().pinEnds();
      if (visit.object().live() && visit.object().unused()) {
        objects.remove(visit.object().start());
        visit.object().die();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Puts the GPU to work on an unproven page if the CPU's tables still lead to it.
   *
   * @param seen what the tables said, looked up after the visit
   * @return true when it was put to work; else the object should go
   */
  boolean confirm(Visit visit, long address, Page seen, Transfer transfer) {
    UserObject object = visit.object();
    int page = UserObject.pageOf(address);
    boolean ring;
    lock.lock();
    try {
      if (!object.live() || !object.agrees(page, seen)) {
        retries++;
        return false;
      }
      if (visit.proof() == UserObject.Proof.GIVEN) {
        object.prove(page);
      }
      ring = useLocked(object, address, transfer);
    } finally {
      lock.unlock();
    }
    ringIf(ring);
    return true;
  }

  /** Waits until an object is gone, at most a given time. */
  boolean awaitGone(UserObject object, long nanos) {
    return changes.await(object::gone, nanos);
  }

  private void ringIf(boolean ring) {
    if (ring) {
      gpu.ring();
    }
  }

  private static long thread() {
    return Thread.currentThread().getId();
  }

  // Observation.

  /**
   * A copy, because whoever looks at it must not do so under the lock.
   *
   * @return the pinned pages of a range as they were at one moment
   */
  List<PinnedPage> copy(AddressRange range) {
    List<PinnedPage> copy = new ArrayList<>();
    lock.lock();
    try {
      for (UserObject each : overlapping(range.start(), range.end()).values()) {
        each.forEachPage(range.start(), range.end(), page -> copy.add(PinnedPage.of(each, page)));
      }
    } finally {
      lock.unlock();
    }
    return copy;
  }

  DeviceCounters counters() {
    lock.lock();
    try {
      return new DeviceCounters(held, made, dropped, told, toldInVain, retries);
    } finally {
      lock.unlock();
    }
  }

  /** One pinned page, as copied. */
  record PinnedPage(long address, long frame, Access rights, UserObject.Proof proof) {
    static PinnedPage of(UserObject object, int page) {
      return new PinnedPage(
          object.address(page), object.frame(page), object.rights(page), object.proof(page));
    }

    /** Tells whether the CPU's tables still say the same. */
    boolean agrees(Page seen) {
      return seen.isPresent() && seen.frame() == frame && seen.rights().allows(rights);
    }
  }
}
