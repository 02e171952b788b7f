package mm.replay.input;

/**
 * Oddities of a recording that were passed over and are to be reported. TRACE has none, NOTIFY may
 * have {@code reordered}, {@code orphans} and {@code unfinished}, STRACE all.
 *
 * @param clockSteps lines whose time lies before that of the line above; they get its time
 * @param unknownFlags flag names without a known number, read as 0, and calls of clone whose flags
 *     were not recorded
 * @param reordered calls delivered after events that they should precede, because their result came
 *     more than 65,536 events later
 * @param orphans tasks that acted although no recorded call created them
 * @param unfinished calls that never returned, other than exits
 * @param skippedLines lines that carry no event: messages of strace, and ends of calls whose
 *     beginning was not recorded
 */
public record Tolerated(
    long clockSteps,
    long unknownFlags,
    long reordered,
    long orphans,
    long unfinished,
    long skippedLines) {
  /**
   * All oddities together.
   *
   * @return the sum of the counts
   */
  public long total() {
    return clockSteps + unknownFlags + reordered + orphans + unfinished + skippedLines;
  }
}
