package mm.replay.input;

/** How a recorded system call ended. */
public sealed interface CallResult {
  /**
   * The call succeeded.
   *
   * @param value what it returned: an address for mmap, mremap and brk, else mostly 0
   */
  record Succeeded(long value) implements CallResult {}

  /**
   * The call failed and changed nothing.
   *
   * @param errno the error number of Linux, or 0 when the name is not known
   * @param name the error's name, for instance {@code ENOMEM}
   */
  record Failed(int errno, String name) implements CallResult {}

  /**
   * The call succeeded and created a task.
   *
   * @param task the new task's number
   */
  record NewTask(int task) implements CallResult {}

  /** The call does not return, or the recording ends before it does. */
  record NoReturn() implements CallResult {
    static final NoReturn INSTANCE = new NoReturn();
  }
}
