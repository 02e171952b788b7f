package mm.bench.fork;

/**
 * How long each benchmark runs.
 *
 * @param forks JVMs per benchmark, one after the other
 * @param warmups iterations that are not counted
 * @param iterations iterations that are
 * @param millis length of an iteration
 */
public record Schedule(int forks, int warmups, int iterations, int millis) {
  /** For numbers that one wants to quote. */
  public static final Schedule FULL = new Schedule(3, 4, 5, 400);

  /** For a look at them. */
  public static final Schedule QUICK = new Schedule(1, 3, 3, 150);
}
