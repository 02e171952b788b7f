package mm.replay.input;

import java.util.HashMap;
import java.util.Map;

/** The error numbers of Linux that system calls of recordings return. */
final class Errno {
  private static final String[] FROM_1 =
      ("EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM EACCES EFAULT"
              + " ENOTBLK EBUSY EEXIST EXDEV ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY"
              + " ETXTBSY EFBIG ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM ERANGE EDEADLK ENAMETOOLONG"
              + " ENOLCK ENOSYS ENOTEMPTY ELOOP")
          .split(" ");
  private static final Map<String, Integer> NUMBERS = new HashMap<>();

  static {
    for (int i = 0; i < FROM_1.length; i++) {
      NUMBERS.put(FROM_1[i], i + 1);
    }
    NUMBERS.put("EOVERFLOW", 75);
    NUMBERS.put("EUSERS", 87);
    NUMBERS.put("EOPNOTSUPP", 95);
    NUMBERS.put("ERESTARTSYS", 512);
    NUMBERS.put("ERESTARTNOINTR", 513);
    NUMBERS.put("ERESTARTNOHAND", 514);
    NUMBERS.put("ERESTART_RESTARTBLOCK", 516);
    NUMBERS.put("ENOTSUPP", 524);
  }

  private Errno() {}

  /** A failure of which the name was recorded. */
  static CallResult.Failed failure(String name) {
    return new CallResult.Failed(NUMBERS.getOrDefault(name, 0), name);
  }

  /** A failure of which the number was recorded. */
  static CallResult.Failed failure(int number) {
    boolean named = number >= 1 && number <= FROM_1.length;
    return new CallResult.Failed(number, named ? FROM_1[number - 1] : "E" + number);
  }
}
