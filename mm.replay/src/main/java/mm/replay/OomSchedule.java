package mm.replay;

import java.util.Random;

/**
 * When memory runs out in a replay: after the N-th executed call, or again and again. Used by one
 * replay.
 */
final class OomSchedule {
  private final long every;
  private final Random gaps;
  private long left;

  private OomSchedule(long first, long every, Random gaps) {
    this.left = first;
    this.every = every;
    this.gaps = gaps;
  }

  /**
   * Reads what a user wrote.
   *
   * @param text {@code N}: once, after the N-th call; {@code every:N}: after gaps of N/2 to 3N/2
   *     calls, chosen by the seed
   * @param seed where the gaps come from
   * @throws IllegalArgumentException when it is neither
   */
  static OomSchedule of(String text, long seed) {
    String number = text.startsWith("every:") ? text.substring("every:".length()) : text;
    if (!number.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(
          "--oom is '" + text + "'; it can be N or every:N, N calls, at least 1");
    }
    long calls = Long.parseLong(number);
    if (number.equals(text)) {
      return new OomSchedule(calls, 0, new Random(seed));
    }
    OomSchedule schedule = new OomSchedule(0, calls, new Random(seed));
    schedule.left = schedule.gap();
    return schedule;
  }

  /** Another call has been executed; whether memory is out now. */
  boolean isDue() {
    if (--left != 0) {
      return false;
    }
    left = every == 0 ? 0 : gap();
    return true;
  }

  private long gap() {
    return Math.max(1, every / 2 + gaps.nextLong(every + 1));
  }
}
