package mm.lab.explore;

/**
 * What is explored. It must do the same whenever the same decisions are made, so it is made anew
 * for each run.
 */
@FunctionalInterface
public interface Program {
  /**
   * Makes everything that one run needs and spawns its logical threads; called on the thread that
   * explores, before any logical thread runs.
   *
   * @param course the run
   * @return asked after the run, on the same thread, for what to do next
   */
  Run start(Course course);

  /** One run, when it is over. */
  interface Run {
    /**
     * Called once when all have finished or are stuck, with everything as it is then; never for a
     * run that was cut short. Steps and waits in it are none.
     */
    void ended();

    /**
     * Called after that, when the logical threads are gone.
     *
     * @return whether to go on with other orders
     */
    Next finished();

    /** Called last, also for a run that was cut short: frees what it has. */
    default void abandon() {}
  }

  /** Whether to go on exploring. */
  enum Next {
    /** Try the next order. */
    GO_ON,
    /** That is enough. */
    STOP
  }
}
