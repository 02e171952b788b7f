package mm.core;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;

/** Whether something is garbage; a thread that has to stop first may hold on to it for a while. */
final class Collected {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  private Collected() {}

  static void await(WeakReference<?> reference) {
    long began = System.nanoTime();
    while (reference.get() != null) {
      assertTrue(System.nanoTime() - began < PATIENCE, () -> "still held: " + reference.get());
      System.gc();
      Thread.yield();
    }
  }
}
