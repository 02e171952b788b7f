package mm.core;

import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import mm.api.OpenSection;
import mm.api.Rule;

/**
 * Reports sections that stay open too long (R2.11), once per thread and space, and epochs that do
 * (R3.7), though each of their sections may be short. An epoch counts from the first look that sees
 * it.
 */
final class SectionWatchdog {
  private static final int LOOKS_PER_LIMIT = 4;

  private final Core core;
  private final long limitNanos;

  SectionWatchdog(Core core, long limitNanos) {
    this.core = core;
    this.limitNanos = limitNanos;
  }

  /** Looks at all open sections and epochs now. */
  void look() {
    look(System.nanoTime());
  }

  /** The same at a time of one's choice, which is what epochs are measured by. */
  void look(long nowNanos) {
    for (CoreSpace space : core.liveSpaces()) {
      for (OpenSection each : space.openSections()) {
        if (each.ageNanos() > limitNanos) {
          report(space, each);
        }
      }
      long age = space.epochAge(nowNanos);
      if (age >= 0 && age > limitNanos) {
        report(space, age);
      }
    }
  }

  private void report(CoreSpace space, long epochNanos) {
    core.violationLog()
        .record(
            Rule.R3_7,
            "space " + space.name(),
            space.name(),
            "epoch",
            "is open for " + TimeUnit.NANOSECONDS.toMillis(epochNanos) + " ms",
            null);
  }

  private void report(CoreSpace space, OpenSection section) {
    core.violationLog()
        .record(
            Rule.R2_11,
            "thread " + section.thread(),
            space.name(),
            "section",
            section.event()
                + " "
                + section.range()
                + " is open for "
                + TimeUnit.NANOSECONDS.toMillis(section.ageNanos())
                + " ms",
            null);
  }

  /** Looks again and again, on a daemon thread that ends when the core is closed or forgotten. */
  void start() {
    WeakReference<Core> alive = new WeakReference<>(core);
    long limit = limitNanos;
    Thread thread = new Thread(() -> run(alive, limit), "mm-watchdog");
    thread.setDaemon(true);
    thread.start();
  }

  private static void run(WeakReference<Core> alive, long limit) {
    while (lookOnce(alive, limit)) {
      LockSupport.parkNanos(Math.max(1, limit / LOOKS_PER_LIMIT));
    }
  }

  private static boolean lookOnce(WeakReference<Core> alive, long limit) {
    Core core = alive.get();
    if (core == null || core.closed()) {
      return false;
    }
    new SectionWatchdog(core, limit).look();
    return true;
  }
}
