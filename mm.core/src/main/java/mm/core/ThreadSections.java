package mm.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import mm.api.AddressSpace;
import mm.api.Blocking;
import mm.api.ContractException;
import mm.api.InvalidationEvent;
import mm.api.MigrationOwner;
import mm.api.Rule;
import mm.core.port.WaitGuard.LockKind;

/**
 * The open sections of one thread, innermost last, and the callback it is in.
 *
 * <p><b>Algorithm notes.</b> {@code depth} is written by the owner alone. Pushing writes the frame,
 * then the stamp, then the depth; then comes a full fence, and only then does the owner read the
 * space's list of subscribers. Whoever changes a list writes the list, then comes a full fence, and
 * only then does it read depths and stamps. Of the two at least one sees the other: either the
 * section uses the new list, or the changer sees the section (Dekker). Popping needs no fence: an
 * ended section seen as open only makes the changer wait a little longer.
 *
 * <p>{@code searching} is the same game between a search of an interval index and its writer: see
 * {@link Intervals}.
 */
final class ThreadSections {
  /** Bits of a stamp that hold the slot; those above count the thread's sections. */
  static final int SLOT_BITS = 13;

  /**
   * The count starts again before a stamp would reach those of {@link UnannouncedSections}: after
   * two months of nothing but sections. A stamp from back then is a misuse that nobody notices.
   */
  static final long LAST_COUNT = (UnannouncedSections.MARK >>> SLOT_BITS) - 1;

  /** Phases of callbacks: starts or ends of the innermost section, known by their index. */
  static final int STARTS = 1;

  static final int ENDS = 2;

  /** Interval callbacks of the innermost section, known by their index among its hits. */
  static final int INVALIDATIONS = 3;

  /** Starts or ends, but nobody notes whose. */
  static final int UNNAMED = 4;

  private static final int OTHER = 5;
  private static final int NONE = 0;

  private static final VarHandle DEPTH;
  private static final VarHandle FRAMES;
  private static final VarHandle SEARCHING;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      DEPTH = lookup.findVarHandle(ThreadSections.class, "depth", int.class);
      FRAMES = lookup.findVarHandle(ThreadSections.class, "frames", Section[].class);
      SEARCHING = lookup.findVarHandle(ThreadSections.class, "searching", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final Thread thread;

  private final Slots slots;
  private int slot = Slots.NONE;
  private int depth;
  private final Section outermost = new Section();
  private Section[] frames = {outermost, new Section()};
  private long count;

  @SuppressWarnings("unused") // through SEARCHING
  private long searching;

  // The callback that runs on this thread; read and written by the owner alone.
  private int phase;
  private Section callbackSection;
  private Subscriber callbackOf;
  private int spinLocks;
  private int portWaits;
  private final List<String> locks = new ArrayList<>(2);

  ThreadSections(Thread thread, Slots slots) {
    this.thread = thread;
    this.slots = slots;
  }

  /**
   * Opens a section. The caller puts a full fence, or an atomic read-modify-write, between this and
   * its first read of what others may change.
   */
  Section push(
      CoreSpace space,
      InvalidationEvent event,
      long start,
      long end,
      Blocking blocking,
      MigrationOwner owner) {
    if (slot == Slots.NONE) {
      slot = slots.enter(this);
    }
    Section section = place();
    section.open(space, event, start, end);
    count = count == LAST_COUNT ? 1 : count + 1; // never 0, which is no stamp
    section.publish(blocking, owner, count << SLOT_BITS | slot);
    DEPTH.setRelease(this, depth + 1);
    return section;
  }

  /** The usual place, the first one, without a look at the others. */
  private Section place() {
    return depth == 0 ? outermost : nestedPlace();
  }

  private Section nestedPlace() {
    if (depth == frames.length) {
      grow();
    }
    return frames[depth];
  }

  private void grow() {
    Section[] wider = Arrays.copyOf(frames, 2 * depth);
    for (int i = depth; i < wider.length; i++) {
      wider[i] = new Section();
    }
    FRAMES.setRelease(this, wider);
  }

  /** The innermost section if it carries this stamp. */
  Section top(CoreSpace space, long stamp) {
    Section section = depth <= 1 ? outermost : frames[depth - 1];
    if (section.ownStamp() != stamp || !section.in(space)) {
      throw misused(space, stamp);
    }
    return section;
  }

  private ContractException misused(CoreSpace space, long stamp) {
    for (int i = 0; i < depth; i++) {
      if (frames[i].ownStamp() == stamp) {
        return new ContractException(
            Rule.R2_10,
            "end of "
                + frames[i]
                + (frames[i].in(space)
                    ? " before the section begun after it"
                    : " on space " + space.name() + ", but it was begun on another")
                + " in thread "
                + thread.getName());
      }
    }
    return notOpen(space);
  }

  static ContractException notInnermost(CoreSpace space) {
    return new ContractException(
        Rule.R2_10,
        "end of a section in "
            + space.name()
            + " before the section begun after it in thread "
            + Thread.currentThread().getName());
  }

  static ContractException notOpen(CoreSpace space) {
    return new ContractException(
        Rule.R2_10,
        "end of a section that thread "
            + Thread.currentThread().getName()
            + " has not open in "
            + space.name());
  }

  /** Ends the innermost section. */
  void pop(Section innermost) {
    innermost.retire();
    DEPTH.setRelease(this, depth - 1);
    if (depth == 0 && slots.isShared(slot)) {
      slots.leave(slot);
      slot = Slots.NONE;
    }
  }

  /** Adds the open sections of a space to a grace period; called by any thread. */
  void captureInto(GracePeriod grace, CoreSpace space) {
    int open = (int) DEPTH.getAcquire(this);
    Section[] places = (Section[]) FRAMES.getAcquire(this);
    for (int i = 0; i < Math.min(open, places.length); i++) {
      Section section = places[i];
      long stamp = section.laStamp();
      // A stamp that changed meanwhile belongs to a section begun after the list was written: it
      // uses the new list and need not be waited for.
      if (stamp != 0 && section.in(space) && section.same(stamp)) {
        grace.add(thread, section, stamp);
      }
    }
  }

  /** For tests: as if so many sections had been opened. */
  void skipTo(long sections) {
    count = sections;
  }

  boolean idle() {
    return (int) DEPTH.getAcquire(this) == 0;
  }

  /** Announces a search; the caller's atomic update of the intervals' state is the fence. */
  void startSearch(long spaceId) {
    SEARCHING.setOpaque(this, spaceId);
  }

  void endSearch() {
    SEARCHING.setRelease(this, 0L);
  }

  boolean searches(long spaceId) {
    return (long) SEARCHING.getAcquire(this) == spaceId;
  }

  /** Callbacks of the innermost section's list run from now on. */
  void enterPhase(int listPhase) {
    phase = listPhase;
  }

  /** Some other callback runs from now on. */
  void enterCallback(Subscriber subscriber, Section section) {
    phase = OTHER;
    callbackOf = subscriber;
    callbackSection = section;
  }

  void leaveCallbacks() {
    phase = NONE;
  }

  /** That other callback is over: a thread that does nothing more must keep no driver alive. */
  void leaveCallback() {
    phase = NONE;
    callbackOf = null;
    callbackSection = null;
  }

  boolean inCallback() {
    return phase != NONE;
  }

  /** The subscriber whose callback runs, or null when nobody noted it; only in a callback. */
  Subscriber callbackOf() {
    Section section = callbackSection();
    return switch (phase) {
      case STARTS -> section.list.starters[section.calling];
      case ENDS -> section.list.enders[section.calling];
      case INVALIDATIONS -> section.hits.get(section.calling);
      case OTHER -> callbackOf;
      default -> null;
    };
  }

  private Section callbackSection() {
    return phase == OTHER ? callbackSection : frames[depth - 1];
  }

  AddressSpace callbackSpace() {
    return callbackSection().space();
  }

  Blocking callbackBlocking() {
    return callbackSection().blocking();
  }

  /** The callback that runs, for messages, behind a blank and in parentheses. */
  String callbackText() {
    return " (" + callback() + ")";
  }

  /** The callback that runs, with event and range. */
  String callback() {
    String named =
        switch (phase) {
          case STARTS -> "start";
          case ENDS -> "end";
          case INVALIDATIONS -> "invalidate";
          default -> "callback";
        };
    return named + " of " + callbackSection();
  }

  /** A wait through a port, which needs no hint. */
  void countPortWait() {
    portWaits++;
  }

  int portWaits() {
    return portWaits;
  }

  /** A port's lock was taken. */
  void locked(String lock, LockKind kind) {
    locks.add(lock);
    spinLocks += kind == LockKind.SPIN ? 1 : 0;
  }

  void unlocked(String lock, LockKind kind) {
    locks.remove(locks.lastIndexOf(lock));
    spinLocks -= kind == LockKind.SPIN ? 1 : 0;
  }

  /** The ports' locks that this thread holds, in the order in which it took them. */
  List<String> locks() {
    return locks;
  }

  int spinLocks() {
    return spinLocks;
  }

  void refuseInCallback(Rule rule, String what, CoreSpace space) {
    if (phase != NONE) {
      throw new ContractException(
          rule, what + " in " + space.name() + " from inside a callback" + named());
    }
  }

  private String named() {
    Subscriber subscriber = callbackOf();
    return subscriber == null ? "" : " of " + subscriber.name();
  }

  void refuseInside(CoreSpace space, String what) {
    refuseInCallback(Rule.R2_8, what, space);
    for (int i = 0; i < depth; i++) {
      if (frames[i].in(space)) {
        throw new ContractException(
            Rule.R2_8, what + " in " + space.name() + " inside one's own section " + frames[i]);
      }
    }
  }
}
