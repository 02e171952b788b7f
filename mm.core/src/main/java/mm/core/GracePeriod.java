package mm.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import mm.api.OpenSection;
import mm.api.Wait;
import mm.core.port.Waiting;

/**
 * The sections that were open at one moment, and whether they have all ended.
 *
 * <p>Waits for these sections only, never for later ones, so a stream of new sections cannot keep
 * it from elapsing. A thread that died with a section open is not waited for.
 *
 * <p><b>Happens-before:</b> the end of each of the sections happens-before {@link #elapsed} answers
 * true.
 */
final class GracePeriod {
  private static final long FIRST_PARK_NANOS = 1_000;
  private static final long LONGEST_PARK_NANOS = 1_000_000;

  private final CoreSpace space;
  private final List<Open> open = new ArrayList<>(0);

  private UnannouncedSections unannounced;
  private Thread unannouncedBy;

  record Open(Thread thread, Section section, long stamp) {
    boolean ended() {
      return section.laStamp() != stamp || !thread.isAlive();
    }

    OpenSection describe(long nowNanos) {
      long age = section.beganNanos < 0 ? -1 : nowNanos - section.beganNanos;
      return new OpenSection(
          thread.getName(), section.event(), section.toRange(), section.blocking(), age);
    }
  }

  GracePeriod(CoreSpace space) {
    this.space = space;
  }

  void add(Thread thread, Section section, long stamp) {
    open.add(new Open(thread, section, stamp));
  }

  void add(Thread thread, UnannouncedSections sections) {
    unannouncedBy = thread;
    unannounced = sections;
  }

  /** Whether all have ended; forgets those that have. */
  synchronized boolean elapsed() {
    open.removeIf(Open::ended);
    if (unannounced != null && (!unannounced.laUnannounced() || !unannouncedBy.isAlive())) {
      unannounced = null;
    }
    return open.isEmpty() && unannounced == null;
  }

  synchronized void forEach(Consumer<Open> action) {
    open.forEach(action);
  }

  /** Whose sections are open. */
  private synchronized List<String> owners() {
    List<String> names = new ArrayList<>();
    open.stream()
        .filter(each -> !each.ended())
        .forEach(each -> names.add(Waiting.nameOf(each.thread)));
    if (unannounced != null && unannounced.laUnannounced()) {
      names.add(Waiting.nameOf(unannouncedBy));
    }
    return names.stream().distinct().toList();
  }

  /**
   * Waits until all have ended, however long it takes.
   *
   * @param whose on whose behalf
   * @param what is being done
   */
  void await(String whose, String what) {
    await(whose, what, Long.MAX_VALUE);
  }

  /** Waits until all have ended; the answer is whether they have. */
  boolean await(String whose, String what, long timeoutNanos) {
    return elapsed() || timeoutNanos > 0 && awaitLong(whose, what, timeoutNanos);
  }

  private boolean awaitLong(String whose, String what, long timeoutNanos) {
    String port = "open sections in " + space.name() + " to " + what;
    Waiting wait = space.waits(whose, port, Wait.Needs.ALL, this::owners);
    try {
      return awaitShown(timeoutNanos);
    } finally {
      space.over(wait);
    }
  }

  private boolean awaitShown(long timeoutNanos) {
    long began = System.nanoTime();
    long park = FIRST_PARK_NANOS;
    boolean interrupted = false;
    boolean done = false;
    while (!done && System.nanoTime() - began < timeoutNanos) {
      LockSupport.parkNanos(this, park);
      interrupted |= Thread.interrupted();
      park = Math.min(2 * park, LONGEST_PARK_NANOS);
      done = elapsed();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return done;
  }
}
