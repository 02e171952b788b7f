package mm.lab.explore;

/** How orders that cannot differ are left out. */
public enum Reduction {
  /** Every order of steps is run. */
  NONE,
  /**
   * Sleep sets: a step that was tried first is not tried again until something that depends on it
   * has happened (Godefroid 1996).
   */
  SLEEP_SETS,
  /**
   * Sleep sets, and another actor goes first only where a race was seen behind (dynamic
   * partial-order reduction with source sets, Abdulla and others 2014).
   */
  RACES
}
