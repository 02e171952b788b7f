package mm.tck;

import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Looks at the stack of a thread that tries sections which may not wait. A hint of the engine says
 * only that the JVM counted a wait; a thread that is seen parked, asleep or in {@code Object.wait}
 * below the call that opens the section is certain.
 */
final class WaitSampler {
  private static final int TRIES = 300;
  private static final Set<String> WAITS =
      Set.of("park", "sleep", "sleep0", "sleepNanos0", "wait", "wait0");

  private WaitSampler() {}

  static void assertNeverSeenWaiting(Rig rig) {
    AtomicBoolean over = new AtomicBoolean();
    AtomicReference<StackTraceElement[]> waiting = new AtomicReference<>();
    Thread tried = Thread.currentThread();
    Foreign<Boolean> sampler = Foreign.start(() -> sample(tried, over, waiting));
    for (int i = 0; i < TRIES && waiting.get() == null; i++) {
      rig.device.access(Rig.page(i % Rig.PAGES), mm.spi.Access.READ);
      rig.tryChange(Rig.page(i % Rig.PAGES), Rig.page(i % Rig.PAGES + 1));
    }
    over.set(true);
    join(sampler);
    if (waiting.get() != null) {
      AssertionError failure =
          new AssertionError("R1.1: waits, not through a port, in a section that forbids waiting");
      Throwable where = new Throwable("it waited here");
      where.setStackTrace(waiting.get());
      failure.initCause(where);
      throw failure;
    }
  }

  private static void sample(
      Thread tried, AtomicBoolean over, AtomicReference<StackTraceElement[]> waiting) {
    while (!over.get() && waiting.get() == null) {
      StackTraceElement[] stack = tried.getStackTrace();
      if (waitsInATry(stack)) {
        waiting.set(stack);
      }
    }
  }

  private static boolean waitsInATry(StackTraceElement[] stack) {
    boolean inside = false;
    for (StackTraceElement each : stack) {
      inside |= each.getMethodName().equals("tryBegin");
    }
    return inside && stack.length > 0 && WAITS.contains(stack[0].getMethodName());
  }

  private static void join(Foreign<Boolean> sampler) {
    try {
      sampler.thread().join(1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
