package mm.core;

import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import mm.api.OpenSection;
import mm.api.Rule;

/**
 * Reports sections that stay open too long (R2.11), once per thread and space, and epochs that do
 * (R3.7), though each of their sections may be short. An epoch counts from the first look that sees
 * it. Its thread also looks for deadlocks ({@link WaitSurvey}).
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

  /**
   * Looks again and again, on a daemon thread that ends when the core is closed, and wakes it, or
   * forgotten.
   */
  Thread start() {
    WeakReference<Core> alive = new WeakReference<>(core);
    long limit = limitNanos;
    long pause = Math.max(1, Math.min(limit, core.options().waitLimitNanos()) / LOOKS_PER_LIMIT);
    Thread thread = new Thread(() -> run(alive, limit, pause), "mm-watchdog");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Sections are looked at a few times per limit only: it looks at all of them. */
  private static void run(WeakReference<Core> alive, long limit, long pause) {
    long looked = System.nanoTime();
    while (true) {
      long now = System.nanoTime();
      boolean due = now - looked >= limit / LOOKS_PER_LIMIT;
      if (!lookOnce(alive, limit, due)) {
        return;
      }
      looked = due ? now : looked;
      LockSupport.parkNanos(pause);
    }
  }

  private static boolean lookOnce(WeakReference<Core> alive, long limit, boolean sectionsToo) {
    Core core = alive.get();
    if (core == null || core.closed()) {
      return false;
    }
    if (sectionsToo) {
      new SectionWatchdog(core, limit).look();
    }
    core.survey().look(System.nanoTime());
    return true;
  }
}
