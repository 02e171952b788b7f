package mm.replay.input;

/**
 * The {@code prot} argument of a call.
 *
 * @param bits the numbers of Linux on x86-64
 */
public record Protection(int bits) {
  /** May be read. */
  public static final int READ = 1;

  /** May be written. */
  public static final int WRITE = 2;

  /** May be executed. */
  public static final int EXEC = 4;

  /**
   * Tells whether reading is allowed.
   *
   * @return true when the READ bit is set
   */
  public boolean isReadable() {
    return (bits & READ) != 0;
  }

  /**
   * Tells whether writing is allowed.
   *
   * @return true when the WRITE bit is set
   */
  public boolean isWritable() {
    return (bits & WRITE) != 0;
  }

  /**
   * Tells whether executing is allowed.
   *
   * @return true when the EXEC bit is set
   */
  public boolean isExecutable() {
    return (bits & EXEC) != 0;
  }

  @Override
  public String toString() {
    return FlagNames.PROTECTION.text(Integer.toUnsignedLong(bits));
  }
}
