package mm.stress.interleaving;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;

/**
 * Explores the interleavings of a scenario: a supplier of programs, all alike, each of which is run
 * once.
 *
 * <p>Green means "nothing found among so many". So each scenario stands beside a planted twin that
 * has to be found with the same budget.
 */
final class Explore {
  /** Interleavings of a scenario on the real engine; Lincheck follows every object it makes. */
  static final int OF_THE_ENGINE = 40;

  /** The same for a scenario with more steps. */
  static final int MORE_OF_THE_ENGINE = 200;

  /** Interleavings of a small model. */
  static final int OF_A_MODEL = 500;

  /** What is wanted of {@link #catches} when nobody can go on. */
  static final String HUNG = "has hung";

  /** How a report of Lincheck about a program begins; it has others, about itself. */
  private static final String FOUND = "= Concurrent test ";

  private static final int FACTOR = Integer.getInteger("mm.lincheck.factor", 1);

  /** Crashes of Lincheck that are passed over. */
  private static final int CRASHES = 3;

  private Explore() {}

  /** Fails with the interleaving that breaks the scenario, if there is one. */
  static void holds(int interleavings, Supplier<Runnable> scenario) {
    scenario.get().run(); // loads classes here, not in an exploration, where each step has a limit
    explore(interleavings * FACTOR, scenario);
  }

  /**
   * Fails unless an interleaving breaks the scenario in the wanted way; that it breaks is not
   * enough, it may do so for another reason.
   *
   * @param wanted what the program throws, or {@link #HUNG}
   */
  static void catches(int interleavings, String wanted, Supplier<Runnable> scenario) {
    Throwable thrown =
        assertThrows(
            Throwable.class,
            () -> explore(interleavings, scenario),
            "the planted bug was not found");
    String outcome = outcome(thrown);
    assertTrue(
        outcome.contains(FOUND) && outcome.contains(wanted) && !isTimeLimit(thrown),
        thrown.getMessage());
  }

  /**
   * The verdict and what was thrown; steps that speak of it come later in the message. Also of what
   * could not be run again to show how, which is an exception of another type: some hash codes
   * differ from run to run.
   */
  private static String outcome(Throwable thrown) {
    return String.valueOf(thrown.getMessage()).split("\n\tat |interleaving leads", 2)[0];
  }

  private static void explore(int interleavings, Supplier<Runnable> scenario) {
    for (int crashes = 0; crashes < CRASHES; crashes++) {
      try {
        exploreOnce(interleavings, scenario);
        return;
      } catch (IndexOutOfBoundsException e) {
        // Lincheck 3.7 itself, when it runs again what it has found; a program's own is wrapped.
      }
    }
    exploreOnce(interleavings, scenario);
  }

  private static void exploreOnce(int interleavings, Supplier<Runnable> scenario) {
    try {
      Lincheck.runConcurrentTest(interleavings, new Programs(interleavings, scenario));
    } catch (LincheckAssertionError | IllegalStateException e) {
      if (!isTimeLimit(e) && !hungUnrepeatably(e)) {
        throw e;
      }
      Lincheck.runConcurrentTest(interleavings, new Programs(interleavings, scenario));
    }
  }

  /**
   * Whether a step took too long by the clock, which on a busy machine says nothing. A deadlock or
   * livelock is reported with the interleaving that leads to it.
   */
  private static boolean isTimeLimit(Throwable e) {
    return e.getMessage().contains(HUNG) && !e.getMessage().contains("interleaving leads");
  }

  /**
   * Whether a hang was not found again at the same place: the clock as well, if the next look finds
   * nothing.
   */
  private static boolean hungUnrepeatably(Throwable e) {
    return e instanceof IllegalStateException && outcome(e).contains(HUNG);
  }

  /** Programs set up beforehand: following a set-up costs many times what it explores. */
  private static final class Programs implements Runnable {
    private final Supplier<Runnable> scenario;
    private final List<Runnable> ready = new ArrayList<>();
    private int next;

    Programs(int count, Supplier<Runnable> scenario) {
      this.scenario = scenario;
      for (int i = 0; i < count; i++) {
        ready.add(scenario.get());
      }
    }

    /** What was found is run again to show how, so there may be more runs than programs. */
    @Override
    public void run() {
      (next < ready.size() ? ready.get(next++) : scenario.get()).run();
    }
  }

  /** For inside programs. */
  static void require(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError(what);
    }
  }
}
