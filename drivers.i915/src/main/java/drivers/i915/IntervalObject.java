package drivers.i915;

import mm.api.IntervalSubscription;

/**
 * A piece of user memory in the interval era: the pinned pages, a subscription of its own, and the
 * sequence under which the pages were read. Pages of an older sequence are pinned still, and nobody
 * uses them: the next submission unbinds them and pins anew.
 */
final class IntervalObject {
  /** No sequence: nothing was read yet, or it was invalidated. */
  private static final long NONE = 0;

  private final long start;
  private IntervalSubscription subscription;

  // Guarded by the lock of the space.
  private UserObject memory;
  private long sequence = NONE;
  private boolean leaving;

  IntervalObject(long start) {
    this.start = start;
    memory = new UserObject(start);
  }

  /** Begins to listen; the object is published afterwards. */
  void listen(IntervalSubscription made) {
    subscription = made;
  }

  IntervalSubscription subscription() {
    return subscription;
  }

  long start() {
    return start;
  }

  UserObject memory() {
    return memory;
  }

  /** Takes the pages out, to be unpinned; the object is empty then. */
  UserObject unbind() {
    UserObject old = memory;
    memory = new UserObject(start);
    sequence = NONE;
    return old;
  }

  /** Tells whether the pages are those of the CPU's tables. */
  boolean current() {
    return sequence != NONE && !leaving && !subscription.readRetry(sequence);
  }

  /** Tells whether pages read under a sequence may join those that are here. */
  boolean joins(long read) {
    return !leaving && (sequence == NONE || sequence == read);
  }

  void read(long under) {
    sequence = under;
  }

  /** Notes an invalidation; the pages stay pinned and are not used any more. */
  void stale() {
    sequence = NONE;
  }

  void leave() {
    leaving = true;
  }

  boolean leaving() {
    return leaving;
  }
}
