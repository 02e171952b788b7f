package mm.replay.input;

/** Reads what stands behind the equals sign of a line of strace. */
final class StraceResults {
  private final Cursor cursor;
  private final StraceTasks tasks;

  StraceResults(Cursor cursor, StraceTasks tasks) {
    this.cursor = cursor;
    this.tasks = tasks;
  }

  /** The result of {@code call}, with what strace adds to explain it passed over. */
  CallResult read(Call call) throws BadRecordingException {
    if (call instanceof Call.ExitGroup) {
      return CallResult.NoReturn.INSTANCE;
    }
    if (cursor.skip('?')) {
      // "? ERESTARTNOINTR (To be restarted)": nothing happened, the call comes again
      boolean restarts = cursor.skip(' ') && cursor.isAt('E'); // not "? <unavailable>"
      return restarts ? Errno.failure(cursor.word()) : CallResult.NoReturn.INSTANCE;
    }
    if (cursor.skip('-')) {
      cursor.decimal("the result");
      cursor.expect(' ');
      String name = cursor.word(); // "-1 (errno 530)" has none
      return Errno.failure(name.isEmpty() ? "E?" : name);
    }
    long value = cursor.skip("0x") ? cursor.hex("the result") : cursor.decimal("the result");
    if (call instanceof Call.Creation) {
      return new CallResult.NewTask(tasks.created(pidOf(value)).number);
    }
    if (!cursor.isAtEnd() && !cursor.isAt(' ')) {
      throw cursor.expected("the end of the result");
    }
    String fault = Plausibility.faultOf(call, value);
    if (fault != null) {
      throw cursor.bad(fault);
    }
    return new CallResult.Succeeded(value);
  }

  /** Takes the process id as strace sees it when the program runs in a namespace of its own. */
  private int pidOf(long result) throws BadRecordingException {
    long pid = result;
    if (cursor.skip(" /* ")) {
      pid = cursor.decimal("the process id");
    }
    if (pid < 0 || pid > Integer.MAX_VALUE) {
      throw cursor.bad("the process id is too large");
    }
    return (int) pid;
  }
}
