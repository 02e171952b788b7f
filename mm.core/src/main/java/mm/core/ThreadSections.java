package mm.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import mm.api.AddressSpace;
import mm.api.Blocking;
import mm.api.ContractException;
import mm.api.InvalidationEvent;
import mm.api.MigrationOwner;
import mm.api.Rule;

/**
 * The open sections of one thread, innermost last, and the callback it is in.
 *
 * <p><b>Algorithm notes.</b> One word, {@code state}, holds the depth, the callback that runs and
 * whether a slot is missing, so that the usual section asks once for all of them and stores
 * constants. It is written by the owner alone. Pushing writes the frame, then the stamp, then the
 * depth; then comes a full fence, and only then does the owner read the space's list of
 * subscribers. Whoever changes a list writes the list, then comes a full fence, and only then does
 * it read depths and stamps. Of the two at least one sees the other: either the section uses the
 * new list, or the changer sees the section (Dekker). Popping needs no fence: an ended section seen
 * as open only makes the changer wait a little longer.
 *
 * <p>{@code searching} is the same game between a search of an interval index and its writer: see
 * {@link Intervals}.
 */
final class ThreadSections {
  /** Lowest bits of a stamp: the slot, from 1 on, so that no stamp is 0. */
  static final int SLOT_BITS = 13;

  /** What two stamps of a thread differ by: the bits above the slot count its sections. */
  static final long NEXT = 1L << SLOT_BITS;

  /**
   * All bits of a stamp. The count starts again before a stamp would look like one of {@link
   * UnannouncedSections}: after four months of nothing but sections. A stamp from back then is a
   * misuse that nobody notices.
   */
  static final long STAMP = ~UnannouncedSections.MARK;

  private static final int DEPTH = (1 << 24) - 1; // bits of the state
  private static final int PHASE_SHIFT = 24;
  private static final int PHASE = 7 << PHASE_SHIFT;

  /** The outermost section is one of {@link PlainSections}. */
  private static final int PLAIN = 1 << 28;

  private static final int NO_SLOT = 1 << 30;

  /** Phases of callbacks: starts or ends of the innermost section, known by their index. */
  static final int STARTS = 1;

  static final int ENDS = 2;

  /** Interval callbacks of the innermost section, known by their index among its hits. */
  static final int INVALIDATIONS = 3;

  /** Starts or ends, but nobody notes whose. */
  static final int UNNAMED = 4;

  private static final int OTHER = 5;
  private static final int NONE = 0;

  /** One section is open, a plain one. */
  private static final int PLAIN_OPEN = PLAIN | 1;

  /** Its subscribers are being told. */
  private static final int PLAIN_TELLING = PLAIN_OPEN | UNNAMED << PHASE_SHIFT;

  private static final VarHandle STATE;
  private static final VarHandle FRAMES;
  private static final VarHandle SEARCHING;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(ThreadSections.class, "state", int.class);
      FRAMES = lookup.findVarHandle(ThreadSections.class, "frames", Section[].class);
      SEARCHING = lookup.findVarHandle(ThreadSections.class, "searching", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final Thread thread;

  private final Slots slots;
  private int slot = Slots.NONE;
  private int state = NO_SLOT; // through STATE
  private final Section outermost = new Section();
  private Section[] frames = {outermost, new Section()};
  private long next; // the next stamp; without its slot while there is none

  @SuppressWarnings("unused") // through SEARCHING
  private long searching;

  // The callback that runs on this thread; read and written by the owner alone.
  private Section callbackSection;
  private Subscriber callbackOf;
  private int portWaits;
  private final HeldLocks locks = new HeldLocks();

  ThreadSections(Thread thread, Slots slots) {
    this.thread = thread;
    this.slots = slots;
  }

  /**
   * Opens a section. The caller puts a full fence, or an atomic read-modify-write, between this and
   * its first read of what others may change.
   */
  Section push(
      AddressSpace space,
      InvalidationEvent event,
      long start,
      long end,
      Blocking blocking,
      MigrationOwner owner) {
    if (slot == Slots.NONE) {
      takeSlot();
    }
    Section section = place();
    section.open(space, event, start, end);
    section.carry(blocking, owner);
    section.publish(nextStamp());
    STATE.setRelease(this, state + 1);
    return section;
  }

  private void takeSlot() {
    slot = slots.enter(this);
    next += slot + 1;
    STATE.setRelease(this, state - NO_SLOT);
  }

  private void leaveSlot() {
    slots.leave(slot);
    next -= slot + 1;
    slot = Slots.NONE;
    STATE.setRelease(this, state + NO_SLOT);
  }

  private long nextStamp() {
    long stamp = next;
    next = stamp + NEXT & STAMP;
    return stamp;
  }

  /** No section is open, no callback runs, and there is a slot. */
  boolean idle() {
    return state == 0;
  }

  /** Opens a section of {@link PlainSections} and enters its starts; the thread is idle. */
  Section pushPlain(AddressSpace space, InvalidationEvent event, long start, long end) {
    Section section = outermost;
    section.open(space, event, start, end);
    section.publish(nextStamp());
    STATE.setRelease(this, PLAIN_TELLING);
    return section;
  }

  /** The starts of a plain section have been called. */
  void toldPlain() {
    STATE.setRelease(this, PLAIN_OPEN);
  }

  /** The place of the outermost section. */
  Section outermost() {
    return outermost;
  }

  /** Whether nothing but a plain section is open, with this stamp. */
  boolean hasPlain(Section section, long stamp) {
    return state == PLAIN_OPEN && section.ownStamp() == stamp;
  }

  void enterPlainEnds() {
    STATE.setRelease(this, PLAIN_TELLING);
  }

  void popPlain(Section section) {
    section.retire();
    STATE.setRelease(this, 0);
  }

  /** The usual place, the first one, without a look at the others. */
  private Section place() {
    int depth = depth();
    return depth == 0 ? outermost : nestedPlace(depth);
  }

  private Section nestedPlace(int depth) {
    if (depth == frames.length) {
      grow(depth);
    }
    return frames[depth];
  }

  private int depth() {
    return state & DEPTH;
  }

  private void grow(int depth) {
    Section[] wider = Arrays.copyOf(frames, 2 * depth);
    for (int i = depth; i < wider.length; i++) {
      wider[i] = new Section();
    }
    FRAMES.setRelease(this, wider);
  }

  /** The innermost section if it carries this stamp. */
  Section top(AddressSpace space, long stamp) {
    int depth = depth();
    Section section = depth <= 1 ? outermost : frames[depth - 1];
    if (section.ownStamp() != stamp || !section.in(space)) {
      throw misused(space, stamp);
    }
    return section;
  }

  private ContractException misused(AddressSpace space, long stamp) {
    for (int i = 0; i < depth(); i++) {
      if (frames[i].ownStamp() == stamp) {
        return Misuse.wrongEnd(frames[i], space);
      }
    }
    return Misuse.notOpen(space);
  }

  /** Ends the innermost section. */
  void pop(Section innermost) {
    innermost.retire();
    innermost.carry(Blocking.ALLOWED, MigrationOwner.NONE); // as plain sections expect it
    int after = state - 1;
    STATE.setRelease(this, (after & DEPTH) == 0 ? 0 : after);
    if (state == 0 && slots.isShared(slot)) {
      leaveSlot();
    }
  }

  /** Adds the open sections of a space to a grace period; called by any thread. */
  void captureInto(GracePeriod grace, AddressSpace space) {
    int open = laDepth();
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

  private int laDepth() {
    return (int) STATE.getAcquire(this) & DEPTH;
  }

  /** For tests: as if so many sections had been opened. */
  void skipTo(long sections) {
    next = next % NEXT + sections * NEXT & STAMP;
  }

  /** Whether a section is open; for other threads. */
  boolean hasOpen() {
    return laDepth() > 0;
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
    STATE.setRelease(this, state & ~PHASE | listPhase << PHASE_SHIFT);
  }

  /** Some other callback runs from now on. */
  void enterCallback(Subscriber subscriber, Section section) {
    enterPhase(OTHER);
    callbackOf = subscriber;
    callbackSection = section;
  }

  void leaveCallbacks() {
    enterPhase(NONE);
  }

  private int phase() {
    return state >>> PHASE_SHIFT & 7;
  }

  /** That other callback is over: a thread that does nothing more must keep no driver alive. */
  void leaveCallback() {
    leaveCallbacks();
    callbackOf = null;
    callbackSection = null;
  }

  boolean inCallback() {
    return phase() != NONE;
  }

  /** The subscriber whose callback runs, or null when nobody noted it; only in a callback. */
  Subscriber callbackOf() {
    Section section = callbackSection();
    return switch (phase()) {
      case STARTS -> section.list.starters[section.calling];
      case ENDS -> section.list.enders[section.calling];
      case INVALIDATIONS -> section.hits.get(section.calling);
      case OTHER -> callbackOf;
      default -> null;
    };
  }

  private Section callbackSection() {
    return phase() == OTHER ? callbackSection : frames[depth() - 1];
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
        switch (phase()) {
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

  /** The ports' locks that this thread holds. */
  HeldLocks locks() {
    return locks;
  }

  void refuseInCallback(Rule rule, String what, AddressSpace space) {
    if ((state & PHASE) != 0) {
      throw new ContractException(
          rule, what + " in " + space.name() + " from inside a callback" + named());
    }
  }

  private String named() {
    Subscriber subscriber = callbackOf();
    return subscriber == null ? "" : " of " + subscriber.name();
  }

  void refuseInside(AddressSpace space, String what) {
    refuseInCallback(Rule.R2_8, what, space);
    for (int i = 0; i < depth(); i++) {
      if (frames[i].in(space)) {
        throw new ContractException(
            Rule.R2_8, what + " in " + space.name() + " inside one's own section " + frames[i]);
      }
    }
  }
}
