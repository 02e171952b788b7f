package mm.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import mm.api.AddressSpace;
import mm.api.ContractException;
import mm.api.InvalidationEvent;
import mm.api.MigrationOwner;
import mm.api.Rule;

/**
 * The sections of a space that has no subscriber. There is nobody to tell, but whoever subscribes
 * while such a section is open has to wait for its end like for any other (R4.2).
 *
 * <p><b>Algorithm notes.</b> The first thread that needs it gets the bias: it counts its sections
 * in {@code depth} with plain stores, without a fence. All other threads open ordinary sections. A
 * subscriber publishes the list and then has to learn the depth; the owner may have stored it and
 * read the old list without either being visible yet:
 *
 * <pre>
 * owner                          subscriber
 * depth = 1
 * reads the list: empty          list = {newcomer}
 *                                fence against the owner
 *                                reads depth: 1
 * </pre>
 *
 * The fence is the subscriber's alone, being rare: it makes the JVM look at the owner's stack. That
 * takes the owner to a safepoint, before which its stores are visible and after which it reads the
 * new list; the two lines of the owner have no safepoint between them that would matter, since the
 * depth is counted before the list is read. No memory model says so; every JVM that can take a
 * stack of a running thread does so. A subscriber that is the owner itself needs no fence, and this
 * is the usual case: whoever makes a space attaches its drivers.
 *
 * <p>Once the list is not empty, the owner opens ordinary sections, so the depth only falls. Those
 * that it opens inside of sections counted here are counted on top of these, so that the stamps of
 * both kinds are ended last in first out (R2.10); they end first, so whoever waits for depth 0
 * waits no longer for them.
 */
final class UnannouncedSections {
  /** Bit of a stamp that tells such a section: its sign. */
  static final long MARK = Long.MIN_VALUE;

  private static final int DEPTH_BITS = 16;
  private static final VarHandle OWNER;
  private static final VarHandle DEPTH;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      OWNER = lookup.findVarHandle(UnannouncedSections.class, "owner", Thread.class);
      DEPTH = lookup.findVarHandle(UnannouncedSections.class, "depth", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final CoreSpace space;
  private final long mark;
  private final long outermost;
  private Thread owner; // changes once, through OWNER
  private int depth; // written by the owner alone

  UnannouncedSections(CoreSpace space, long spaceId) {
    this.space = space;
    mark = MARK | spaceId << DEPTH_BITS;
    outermost = mark + 1;
  }

  static boolean isStamp(long stamp) {
    return stamp < 0;
  }

  /** Begins a section here if that is possible, else by the space. */
  long begin(InvalidationEvent event, long start, long end, MigrationOwner who) {
    if (owner == Thread.currentThread() && depth == 0) {
      DEPTH.setRelease(this, 1);
      if (space.hasNobodyToTell()) {
        return outermost;
      }
      DEPTH.setRelease(this, 0);
    }
    long stamp = begin();
    return stamp != AddressSpace.DECLINED ? stamp : space.announce(event, start, end, who);
  }

  /** A stamp, or DECLINED when the calling thread has to open an ordinary section. */
  long begin() {
    Thread me = Thread.currentThread();
    Thread present = owner;
    if (present != me && (present != null || !OWNER.compareAndSet(this, null, me))) {
      return AddressSpace.DECLINED;
    }
    return beginNested(depth + 1);
  }

  private long beginNested(int now) {
    if (now >= 1 << DEPTH_BITS) {
      return AddressSpace.DECLINED;
    }
    DEPTH.setRelease(this, now);
    if (space.hasNobodyToTell()) {
      return mark + now;
    }
    DEPTH.setRelease(this, now - 1);
    return AddressSpace.DECLINED;
  }

  /** The usual section is asked for first, and what is stored for it is a constant. */
  void end(long stamp) {
    if (owner == Thread.currentThread() && depth == 1 && stamp == outermost) {
      DEPTH.setRelease(this, 0);
    } else {
      endNested(stamp);
    }
  }

  private void endNested(long stamp) {
    int innermost = depth;
    if (owner != Thread.currentThread() || innermost == 0 || stamp != mark + innermost) {
      throw refused(stamp);
    }
    DEPTH.setRelease(this, innermost - 1);
  }

  private ContractException refused(long stamp) {
    boolean open = depth(Thread.currentThread()) > stamp - mark && stamp > mark;
    return open ? Misuse.notInnermost(space) : Misuse.notOpen(space);
  }

  /** Whether some thread has one open; exact for that thread alone. */
  boolean any() {
    return depth != 0;
  }

  /** How many of a thread's sections are open here; the caller is that thread. */
  private int depth(Thread me) {
    return owner == me ? depth : 0;
  }

  /**
   * Counts an announced section if it is inside of one of these; called by the thread that opens
   * it.
   *
   * @return what {@link #isInnermost} and {@link #uncover} need to know, 0 when it is not inside
   */
  int cover(Thread me) {
    int now = depth;
    if (now == 0 || owner != me) {
      return 0;
    }
    DEPTH.setRelease(this, now + 1);
    return now + 1;
  }

  /** Whether nothing was begun here since an announced section was covered. */
  boolean isInnermost(Thread me, int covered) {
    return depth == covered || owner != me;
  }

  /** Ends the count of an announced section. */
  void uncover(int covered) {
    if (covered != 0) {
      DEPTH.setRelease(this, covered - 1);
    }
  }

  /**
   * Adds what is open to a grace period. The list was written, and a full fence, before.
   *
   * @param knowledge whether the depth has to be made visible first
   */
  void captureInto(GracePeriod grace, Knowledge knowledge) {
    Thread whose = (Thread) OWNER.getVolatile(this);
    if (whose != null && whose != Thread.currentThread() && knowledge == Knowledge.NONE) {
      whose.getStackTrace(); // the fence against the owner
    }
    if (whose != null && laDepth() > 0) {
      grace.add(whose, this);
    }
  }

  /** What a subscriber knows of the depth. */
  enum Knowledge {
    /** Nothing: the list was empty until now. */
    NONE,
    /** That it only falls: the list was not empty. */
    FALLING
  }

  int laDepth() {
    return (int) DEPTH.getAcquire(this);
  }

  void refuseInside(String what) {
    if (owner == Thread.currentThread() && depth > 0) {
      throw new ContractException(
          Rule.R2_8, what + " in " + space.name() + " inside one's own section");
    }
  }
}
