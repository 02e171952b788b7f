package mm.replay.input;

/** Something that happened in a recorded workload. */
public sealed interface RecordedEvent {
  /**
   * When it happened.
   *
   * @return microseconds since the first line, never less than that of the event before
   */
  long time();

  /**
   * Who did it. Tasks are threads or processes, numbered in order of appearance; 0 is the first.
   *
   * @return the task, at least 0
   */
  int task();

  /**
   * A task entered a system call; NOTIFY only. The arguments are what the program passed: they are
   * judged when the call returns, and may be nonsense until then.
   *
   * @param time microseconds since the first line
   * @param task the task that calls
   * @param call the call with its arguments
   */
  record CallEntered(long time, int task, Call call) implements RecordedEvent {}

  /**
   * A system call is over, or never will be. There is exactly one such event per recorded call, in
   * the order in which the calls take effect: for TRACE and STRACE munmap, clone, fork and vfork
   * stand at their entry, all others at completion; for NOTIFY a call stands at its return, but a
   * call that created a task stands before the first act of that task.
   *
   * @param time microseconds since the first line
   * @param task the task that called
   * @param call the call with its arguments; those of a call that succeeded make sense, those of
   *     any other are what the program passed
   * @param result what the call returned
   */
  record CallReturned(long time, int task, Call call, CallResult result) implements RecordedEvent {}

  /**
   * The kernel told a notifier; NOTIFY only.
   *
   * @param time microseconds since the first line
   * @param task the task on whose behalf the kernel acted
   * @param kind what the notifier was asked
   * @param start first address of the range {@code [start, end)}, page aligned
   * @param end first address after the range, page aligned
   * @param initiator the kernel function that raised it
   */
  record Notified(
      long time, int task, NotificationKind kind, long start, long end, String initiator)
      implements RecordedEvent {}

  /**
   * A task is gone; STRACE only. It is the last event of that task.
   *
   * @param time microseconds since the first line
   * @param task the task
   */
  record TaskExited(long time, int task) implements RecordedEvent {}
}
