package mm.replay.input;

/**
 * The {@code advice} argument of madvise.
 *
 * @param number the number of Linux
 */
public record Advice(int number) {
  /** The pages are discarded now. */
  public static final int DONTNEED = 4;

  /** The pages may be discarded later. */
  public static final int FREE = 8;

  /** The pages and the file behind them are discarded now. */
  public static final int REMOVE = 9;

  /** A forked child does not get the range. */
  public static final int DONTFORK = 10;

  /** A forked child gets the range again. */
  public static final int DOFORK = 11;

  /** Fill in the pages for reading. */
  public static final int POPULATE_READ = 22;

  /** Fill in the pages for writing. */
  public static final int POPULATE_WRITE = 23;

  /** As DONTNEED, also for locked pages. */
  public static final int DONTNEED_LOCKED = 24;

  @Override
  public String toString() {
    return FlagNames.ADVICE.nameOf(number);
  }
}
