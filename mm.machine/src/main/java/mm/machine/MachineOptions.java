package mm.machine;

/**
 * How a machine is built.
 *
 * @param frames number of page frames, at most {@link #MAX_FRAMES}
 * @param kernel whose ways it follows
 * @param contents whether it keeps what pages hold
 */
public record MachineOptions(int frames, KernelVersion kernel, PageContents contents) {
  /** The most frames a machine can have: 1 TiB of memory. */
  public static final int MAX_FRAMES = 1 << 28;

  /**
   * Checks the number.
   *
   * @param frames number of page frames
   * @param kernel whose ways it follows
   * @param contents whether it keeps what pages hold
   */
  public MachineOptions {
    if (frames < 1 || frames > MAX_FRAMES) {
      throw new IllegalArgumentException("frames must be 1 to " + MAX_FRAMES + ": " + frames);
    }
  }

  /**
   * The defaults: Linux 6.18, no contents, and 16 GiB of frames, of which only those in use cost
   * memory.
   *
   * @return the options
   */
  public static MachineOptions defaults() {
    return new MachineOptions(1 << 22, KernelVersion.V6_18, PageContents.UNKNOWN);
  }

  /**
   * The same with another number of frames.
   *
   * @param number the frames
   * @return new options
   */
  public MachineOptions withFrames(int number) {
    return new MachineOptions(number, kernel, contents);
  }

  /**
   * The same with another kernel.
   *
   * @param other the kernel
   * @return new options
   */
  public MachineOptions with(KernelVersion other) {
    return new MachineOptions(frames, other, contents);
  }

  /**
   * The same, keeping contents or not.
   *
   * @param mode whether
   * @return new options
   */
  public MachineOptions with(PageContents mode) {
    return new MachineOptions(frames, kernel, mode);
  }
}
