package mm.replay.input;

/** Counts the flags that this program does not know: strace may be newer. */
final class StraceFlags implements Leniency {
  private long unknown;

  @Override
  public long unknownName(Cursor cursor, String name) {
    unknown++;
    return 0;
  }

  @Override
  public CloneFlags missingFlags(Cursor cursor) {
    unknown++;
    return CloneFlags.UNKNOWN;
  }

  long unknown() {
    return unknown;
  }
}
