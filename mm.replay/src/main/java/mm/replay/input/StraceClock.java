package mm.replay.input;

/** Reads the times of {@code strace -ttt}: seconds since 1970 with a fraction. */
final class StraceClock {
  private static final long MICROS = 1_000_000;

  private final Cursor cursor;
  private boolean started;
  private long first;
  private long last;
  private long backward;

  StraceClock(Cursor cursor) {
    this.cursor = cursor;
  }

  /**
   * Reads what follows {@code seconds}; microseconds since the first line, never going backward.
   */
  long read(long seconds) throws BadRecordingException {
    if (seconds < 0 || seconds > Long.MAX_VALUE / MICROS - 1) {
      throw cursor.bad("the time is too large");
    }
    cursor.expect('.');
    long time = seconds * MICROS + micros();
    first = started ? first : time;
    started = true;
    backward += time - first < last ? 1 : 0;
    last = Math.max(last, time - first);
    return last;
  }

  private long micros() throws BadRecordingException {
    int before = cursor.remaining();
    long fraction = cursor.decimalUpTo(999_999_999, "the fraction of the second");
    int digits = before - cursor.remaining();
    for (; digits < 6; digits++) {
      fraction *= 10;
    }
    for (; digits > 6; digits--) {
      fraction /= 10;
    }
    return fraction;
  }

  /** The time of the last line. */
  long last() {
    return last;
  }

  /** How many lines went backward. */
  long backward() {
    return backward;
  }
}
