package mm.core;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that opened a section in this core. */
final class SectionRegistry {
  private final List<ThreadSections> threads = new CopyOnWriteArrayList<>();
  private final AtomicInteger slots = new AtomicInteger();
  private final ThreadLocal<ThreadSections> current = ThreadLocal.withInitial(this::register);

  /** The calling thread's sections. */
  ThreadSections current() {
    return current.get();
  }

  private ThreadSections register() {
    threads.removeIf(t -> !t.thread().isAlive() && t.idle());
    ThreadSections mine = new ThreadSections(Thread.currentThread(), slots.incrementAndGet());
    threads.add(mine);
    return mine;
  }

  /**
   * The sections of a space that are open now. The caller has written what those sections must not
   * be mixed up with, and a full fence, before.
   */
  GracePeriod capture(CoreSpace space) {
    GracePeriod grace = new GracePeriod();
    for (ThreadSections each : threads) {
      each.captureInto(grace, space);
    }
    return grace;
  }
}
