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
 * <p><b>Algorithm notes.</b> {@code depth} is written by the owner alone. Pushing writes the frame,
 * then the stamp, then the depth, then comes a full fence, and only then does the owner read the
 * space's list of subscribers. Whoever changes a list writes the list, then comes a full fence, and
 * only then does it read depths and stamps. Of the two at least one sees the other: either the
 * section uses the new list, or the changer sees the section (Dekker). Popping needs no fence: an
 * ended section seen as open only makes the changer wait a little longer.
 */
final class ThreadSections {
  private static final VarHandle DEPTH;
  private static final VarHandle FRAMES;
  private static final int SLOT_BITS = 20;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      DEPTH = lookup.findVarHandle(ThreadSections.class, "depth", int.class);
      FRAMES = lookup.findVarHandle(ThreadSections.class, "frames", Section[].class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Thread thread;
  private final long slot;
  private int depth;
  private Section[] frames = {new Section(), new Section()};
  private long count;

  private String callbackOf;
  private Blocking callbackBlocking = Blocking.ALLOWED;
  private AddressSpace callbackSpace;
  private boolean callbackNeverBlocks;
  private int spinLocks;

  ThreadSections(Thread thread, int slot) {
    this.thread = thread;
    this.slot = slot & ((1 << SLOT_BITS) - 1);
  }

  /** Opens a section and makes it visible; full fence at the end, see the notes above. */
  Section push(
      CoreSpace space,
      InvalidationEvent event,
      long start,
      long end,
      Blocking blocking,
      MigrationOwner owner) {
    Section section = place().open(space, event, start, end);
    section.publish(blocking, owner, ++count << SLOT_BITS | slot);
    DEPTH.setRelease(this, depth + 1);
    VarHandle.fullFence();
    return section;
  }

  private Section place() {
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
    Section section = depth == 0 ? null : frames[depth - 1];
    if (section == null || section.lvStamp() != stamp || !section.in(space)) {
      throw misused(space, stamp);
    }
    return section;
  }

  private ContractException misused(CoreSpace space, long stamp) {
    if (stamp == AddressSpace.DECLINED) {
      return new ContractException(Rule.R2_2, "end of a declined section in " + space.name());
    }
    for (int i = 0; i < depth; i++) {
      if (frames[i].lvStamp() == stamp) {
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
    return new ContractException(
        Rule.R2_10,
        "end of a section that thread " + thread.getName() + " has not open in " + space.name());
  }

  void pop() {
    frames[depth - 1].retire();
    DEPTH.setRelease(this, depth - 1);
  }

  /** Adds the open sections of a space to a grace period; called by any thread. */
  void captureInto(GracePeriod grace, CoreSpace space) {
    int open = (int) DEPTH.getAcquire(this);
    Section[] places = (Section[]) FRAMES.getAcquire(this);
    for (int i = 0; i < Math.min(open, places.length); i++) {
      Section section = places[i];
      long stamp = section.lvStamp();
      // A stamp that changed meanwhile belongs to a section begun after the list was written: it
      // uses the new list and need not be waited for.
      if (stamp != 0 && section.in(space) && section.same(stamp)) {
        grace.add(thread, section, stamp);
      }
    }
  }

  boolean idle() {
    return (int) DEPTH.getAcquire(this) == 0;
  }

  Thread thread() {
    return thread;
  }

  void enterCallback(Subscriber subscriber, AddressSpace space, Blocking blocking) {
    callbackOf = subscriber.name();
    callbackNeverBlocks = subscriber.neverBlocks();
    callbackBlocking = blocking;
    callbackSpace = space;
  }

  void leaveCallback() {
    callbackOf = null;
    callbackSpace = null;
  }

  /** The name of the subscriber whose callback runs on this thread, or null. */
  String callbackOf() {
    return callbackOf;
  }

  AddressSpace callbackSpace() {
    return callbackSpace;
  }

  boolean mustNotWait() {
    return callbackOf != null && (callbackBlocking == Blocking.FORBIDDEN || callbackNeverBlocks);
  }

  Blocking callbackBlocking() {
    return callbackBlocking;
  }

  void spinLocked(int change) {
    spinLocks += change;
  }

  int spinLocks() {
    return spinLocks;
  }

  void refuseInCallback(Rule rule, String what) {
    if (callbackOf != null) {
      throw new ContractException(rule, what + " from inside a callback of " + callbackOf);
    }
  }

  void refuseInside(CoreSpace space, String what) {
    refuseInCallback(Rule.R2_8, what);
    for (int i = 0; i < depth; i++) {
      if (frames[i].in(space)) {
        throw new ContractException(
            Rule.R2_8, what + " in " + space.name() + " inside one's own section " + frames[i]);
      }
    }
  }
}
