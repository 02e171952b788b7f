package mm.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import mm.api.ContractException;
import mm.api.Rule;
import mm.core.registry.AttachableSpace;

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
 *
 * <p>A superclass of the space and not a part of it: where nobody is to be told, finding the part
 * would cost as much as the section. The usual section is outermost; it is asked for first, what is
 * stored for it was known before, and what is loaded for it decides only where to go on, so that no
 * section waits for the store of the one before it.
 */
abstract class UnannouncedSections implements AttachableSpace {
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

  /** The stamp of a section that is inside of no other one of these. */
  final long outermost;

  private Thread owner; // changes once, through OWNER
  private int depth; // written by the owner alone

  /**
   * The list when {@link PlainSections} can tell it, else null; EMPTY only when no interval was
   * ever in use either. Written under the lock of the list.
   */
  private volatile ListSnapshot plainList = ListSnapshot.EMPTY;

  UnannouncedSections(long spaceId) {
    outermost = (MARK | spaceId << DEPTH_BITS) + 1;
  }

  final ListSnapshot plainList() {
    return plainList;
  }

  final void plainList(ListSnapshot now) {
    plainList = now;
  }

  final boolean hasNobodyToTell() {
    return plainList == ListSnapshot.EMPTY;
  }

  static boolean isUnannounced(long stamp) {
    return stamp < 0;
  }

  /** A stamp, or DECLINED when the calling thread has to open an ordinary section. */
  final long beginUnannounced() {
    return beginsOutermost() ? outermost : beginSeldom();
  }

  /** Begins the usual section if this is one; its stamp is {@link #outermost}. */
  final boolean beginsOutermost() {
    if (owner == Thread.currentThread() && depth == 0) {
      DEPTH.setRelease(this, 1);
      if (hasNobodyToTell()) {
        return true;
      }
      DEPTH.setRelease(this, 0);
    }
    return false;
  }

  /** A nested one, or the first of all. */
  final long beginSeldom() {
    Thread me = Thread.currentThread();
    Thread present = owner;
    if (present != me && (present != null || !OWNER.compareAndSet(this, null, me))) {
      return DECLINED;
    }
    return beginNested(depth + 1);
  }

  private long beginNested(int now) {
    if (now >= 1 << DEPTH_BITS) {
      return DECLINED;
    }
    DEPTH.setRelease(this, now);
    if (hasNobodyToTell()) {
      return stamp(now);
    }
    DEPTH.setRelease(this, now - 1);
    return DECLINED;
  }

  private long stamp(int ofDepth) {
    return outermost + (ofDepth - 1);
  }

  /** Ends the usual section if this is one. */
  final boolean endsOutermost(long stamp) {
    if (depth == 1 && stamp == outermost && owner == Thread.currentThread()) {
      DEPTH.setRelease(this, 0);
      return true;
    }
    return false;
  }

  /** Ends any of them; the stamp is of such a section. */
  final void endUnannounced(long stamp) {
    int innermost = depth;
    if (owner != Thread.currentThread() || innermost == 0 || stamp != stamp(innermost)) {
      throw refused(stamp);
    }
    DEPTH.setRelease(this, innermost - 1);
  }

  private ContractException refused(long stamp) {
    boolean open = owner == Thread.currentThread() && stamp >= outermost && stamp < stamp(depth);
    return open ? Misuse.notInnermost(this) : Misuse.notOpen(this);
  }

  /** Whether some thread has one open; exact for that thread alone. */
  final boolean anyUnannounced() {
    return depth != 0;
  }

  /**
   * Counts an announced section if it is inside of one of these; called by the thread that opens
   * it.
   *
   * @return what {@link #isInnermost} and {@link #uncover} need to know, 0 when it is not inside
   */
  final int cover(Thread me) {
    int now = depth;
    if (now == 0 || owner != me) {
      return 0;
    }
    DEPTH.setRelease(this, now + 1);
    return now + 1;
  }

  /** Whether nothing was begun here since an announced section was covered. */
  final boolean isInnermost(Thread me, int covered) {
    return depth == covered || owner != me;
  }

  /** Ends the count of an announced section. */
  final void uncover(int covered) {
    if (covered != 0) {
      DEPTH.setRelease(this, covered - 1);
    }
  }

  /**
   * Adds what is open to a grace period. The list was written, and a full fence, before.
   *
   * @param knowledge whether the depth has to be made visible first
   */
  final void captureUnannounced(GracePeriod grace, Knowledge knowledge) {
    Thread whose = (Thread) OWNER.getVolatile(this);
    if (whose != null && whose != Thread.currentThread() && knowledge == Knowledge.NONE) {
      whose.getStackTrace(); // the fence against the owner
    }
    if (whose != null && laUnannounced()) {
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

  /** Whether one is open; for other threads. */
  final boolean laUnannounced() {
    return (int) DEPTH.getAcquire(this) != 0;
  }

  final void refuseInsideUnannounced(String what) {
    if (owner == Thread.currentThread() && depth != 0) {
      throw new ContractException(Rule.R2_8, what + " in " + name() + " inside one's own section");
    }
  }
}
