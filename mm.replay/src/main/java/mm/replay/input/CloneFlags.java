package mm.replay.input;

/**
 * The flags of clone and clone3.
 *
 * @param bits the numbers of Linux, with the exit signal of clone in the low byte
 */
public record CloneFlags(long bits) {
  /** The memory is shared. */
  public static final long VM = 0x100;

  /** The creator waits until the new task executes or exits. */
  public static final long VFORK = 0x4000;

  /** The new task is a thread of its creator's process. */
  public static final long THREAD = 0x10000;

  /** The flags were not recorded, as for clone3 in NOTIFY recordings. */
  public static final CloneFlags UNKNOWN = new CloneFlags(-1L);

  /**
   * Tells whether the flags were recorded.
   *
   * @return false for {@link #UNKNOWN}
   */
  public boolean isKnown() {
    return bits != UNKNOWN.bits;
  }

  /**
   * Tells whether the new task runs in its creator's address space.
   *
   * @return true when shared or not known: unrecorded flags are those of threads and of process
   *     spawning, which both share until the new task executes
   */
  public boolean sharesMemory() {
    return (bits & VM) != 0;
  }

  /**
   * Tells whether the new task surely is a thread of its creator's process.
   *
   * @return true for a thread, false for a process or when not known
   */
  public boolean startsThread() {
    return isKnown() && (bits & THREAD) != 0;
  }

  @Override
  public String toString() {
    return isKnown() ? FlagNames.CLONE.text(bits) : "unknown";
  }
}
