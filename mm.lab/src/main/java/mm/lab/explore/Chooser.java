package mm.lab.explore;

import java.util.List;

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
   * @return one of them, or {@link #CUT}
   */
  Decision next(List<Decision> enabled, Touches before, int current);

  /**
   * Called when nobody can take another step.
   *
   * @param before what the last step touched; null when there was none
   * @param blocked for each actor that waits: its number and what its wait depends on
   */
  void over(Touches before, List<Blocked> blocked);

  /** An actor that waits at the end. */
  record Blocked(int actor, Touches on) {}
}
