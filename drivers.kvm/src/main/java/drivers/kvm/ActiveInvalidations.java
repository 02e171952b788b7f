package drivers.kvm;

import java.util.function.LongSupplier;
import mm.spi.SpinLock;
import mm.spi.WaitQueue;

/**
 * How many invalidations are between start and end, and the slots that they see (Linux 5.14 {@code
 * mn_active_invalidate_count}). A new set of slots is published only while there is none, so that
 * start and end of one invalidation always see the same slots and count alike.
 */
final class ActiveInvalidations {
  private final SpinLock lock;
  private final WaitQueue updaters;
  private final LongSupplier clock;

  /** Written under the lock. */
  private volatile MemorySlots slots = new MemorySlots(MemorySlot.EVERYTHING);

  /** Written under the lock, read by waiting updaters without it. */
  private volatile int active;

  // Protected by the lock.
  private long told;

  ActiveInvalidations(SpinLock lock, WaitQueue updaters, LongSupplier clock) {
    this.lock = lock;
    this.updaters = updaters;
    this.clock = clock;
  }

  /** Counts an invalidation in; the slots stay what they are until it is counted out. */
  void begin() {
    lock.lock();
    try {
      active = active + 1;
      told++;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Counts an invalidation out.
   *
   * @throws IllegalStateException when none is active; nothing has changed then
   */
  void end() {
    boolean last;
    lock.lock();
    try {
      requireActive();
      active = active - 1;
      last = active == 0;
    } finally {
      lock.unlock();
    }
    if (last) {
      updaters.wakeAll();
    }
  }

  boolean any() {
    return active != 0;
  }

  /**
   * Refuses an end without a start.
   *
   * @throws IllegalStateException when no invalidation is active
   */
  void requireActive() {
    if (active == 0) {
      throw new IllegalStateException("R4.1: kvm was told of an end without a start");
    }
  }

  /** The slots now. */
  MemorySlots slots() {
    return slots;
  }

  /** How many invalidations were counted in so far. */
  long told() {
    lock.lock();
    try {
      return told;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Publishes other slots at a moment at which no invalidation is active. Waits for one; the caller
   * holds no lock that a callback takes, and is the only one who changes slots.
   *
   * @param nanos how long at most
   * @return false when there was always one
   */
  boolean publish(MemorySlots other, long nanos) {
    long deadline = clock.getAsLong() + nanos;
    boolean published = false;
    while (!published && updaters.await(() -> active == 0, deadline - clock.getAsLong())) {
      published = tryPublish(other);
    }
    return published;
  }

  private boolean tryPublish(MemorySlots other) {
    lock.lock();
    try {
      if (active == 0) {
        slots = other;
      }
      return active == 0;
    } finally {
      lock.unlock();
    }
  }
}
