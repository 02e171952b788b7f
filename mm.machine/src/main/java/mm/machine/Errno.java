package mm.machine;

import java.util.Optional;

/** The error numbers that operations answer, with the names and numbers of Linux on x86-64. */
public enum Errno {
  /** Operation not permitted. */
  EPERM(1),
  /** No such thing. */
  ENOENT(2),
  /** No such process. */
  ESRCH(3),
  /** Input or output error. */
  EIO(5),
  /** Bad file. */
  EBADF(9),
  /** Try again. */
  EAGAIN(11),
  /** Out of memory, or a hole in the range. */
  ENOMEM(12),
  /** Permission denied. */
  EACCES(13),
  /** Bad address. */
  EFAULT(14),
  /** Busy. */
  EBUSY(16),
  /** Something is there already. */
  EEXIST(17),
  /** Not for such a device. */
  ENODEV(19),
  /** Invalid argument. */
  EINVAL(22),
  /** No such operation on this file. */
  ENOTTY(25),
  /** The kernel has no such system call. */
  ENOSYS(38),
  /** Value too large. */
  EOVERFLOW(75);

  private static final int HIGHEST = 4095;

  private final int number;

  Errno(int number) {
    this.number = number;
  }

  /**
   * The number.
   *
   * @return a positive number
   */
  public int number() {
    return number;
  }

  /**
   * What an operation answers to report this error.
   *
   * @return the number, negative
   */
  public long result() {
    return -number;
  }

  /**
   * Tells whether an operation failed.
   *
   * @param result what it answered
   * @return true when it is a negative error number
   */
  public static boolean isError(long result) {
    return result < 0 && result >= -HIGHEST;
  }

  /**
   * Finds the error of an answer.
   *
   * @param result what an operation answered
   * @return the error, or empty when the operation succeeded
   */
  public static Optional<Errno> of(long result) {
    for (Errno errno : values()) {
      if (errno.result() == result) {
        return Optional.of(errno);
      }
    }
    return Optional.empty();
  }
}
