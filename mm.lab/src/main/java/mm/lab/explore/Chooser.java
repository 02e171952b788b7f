package mm.lab.explore;

import java.util.List;
import java.util.function.Supplier;

/** Decides the next step of a run. */
interface Chooser {
  /** Ends the run instead of a step. */
  Decision CUT = new Decision(-1, 0);

  /**
   * Called with the turn, before each step.
   *
   * @param enabled who could take a step, with all ways; never empty
   * @param before what the step before touched; null before the first
   * @param current number of the actor that took it, -1 before the first
   * @param blocked who waits now
   * @return one of them, or {@link #CUT}
   */
  Decision next(
      List<Decision> enabled, Touches before, int current, Supplier<List<Blocked>> blocked);

  /**
   * Called when nobody can take another step.
   *
   * @param before what the last step touched; null when there was none
   * @param blocked for each actor that waits: its number and what its wait depends on
   */
  void over(Touches before, List<Blocked> blocked);

  /** An actor that waits, and what its next step depends on. */
  record Blocked(int actor, Touches on) {}
}
