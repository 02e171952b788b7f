package drivers.i915;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import mm.spi.SpinLock;
import mm.spi.WaitQueue;
import mm.spi.Worker;

/**
 * The GPU's one engine: works on objects in the order in which they were queued. An object that is
 * queued already is not queued again, so the ring holds each object once.
 */
final class GpuEngine {
  /** After so long without progress the engine is reset. */
  private static final long HANG_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final SpinLock lock;
  private final WaitQueue changes;
  private final Worker worker;
  private final Runnable work = this::work;

  // Protected by the lock.
  private final ArrayDeque<UserObject> ring = new ArrayDeque<>();
  private boolean rung;

  GpuEngine(SpinLock lock, WaitQueue changes, Worker worker) {
    this.lock = lock;
    this.changes = changes;
    this.worker = worker;
  }

  /**
   * Queues work on an object; the caller holds the lock.
   *
   * @return true when the caller has to {@link #ring()} after it gave the lock back
   */
  boolean queueLocked(UserObject object) {
    if (object.idle()) {
      object.workQueued();
      ring.add(object);
    }
    boolean mustRing = !rung && !ring.isEmpty();
    rung |= mustRing;
    return mustRing;
  }

  /** Tells the engine that there is something to do. */
  void ring() {
    worker.submit(work);
  }

  private void work() {
    lock.lock();
    try {
      rung = false;
      ring.forEach(UserObject::workRetired);
      ring.clear();
    } finally {
      lock.unlock();
    }
    changes.wakeAll();
  }

  /** Waits until the engine has done its work on an object; a hanging engine is reset. */
  void awaitIdle(UserObject object) {
    if (!changes.await(object::idle, HANG_NANOS)) {
      work();
    }
  }

  /** Waits until everything that was rung for has been done. */
  void flush() {
    worker.flush();
  }
}
