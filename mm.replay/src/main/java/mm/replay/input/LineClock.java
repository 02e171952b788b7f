package mm.replay.input;

/** Reads the time that begins a line of a .trace or .notify recording. */
final class LineClock {
  private final Cursor cursor;
  private long last;

  LineClock(Cursor cursor) {
    this.cursor = cursor;
  }

  /** The microseconds at the cursor, and the blank behind them. */
  long read() throws BadRecordingException {
    long time = cursor.decimalUpTo(Long.MAX_VALUE, "the time");
    if (time < last) {
      throw cursor.bad("the time goes backward from " + last + " to " + time);
    }
    last = time;
    cursor.expect(' ');
    return time;
  }
}
