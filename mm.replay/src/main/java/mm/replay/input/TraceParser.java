package mm.replay.input;

import mm.replay.input.RecordedEvent.CallReturned;

/** Reads .trace lines: {@code time task call(arguments) = result}, already in order of effect. */
final class TraceParser implements LineParser {
  private static final Tolerated NOTHING = new Tolerated(0, 0, 0, 0, 0, 0);

  private final Cursor cursor;
  private final EventQueue queue;
  private final CallText text;
  private final TaskNumbers tasks;
  private final LineClock clock;

  TraceParser(Cursor cursor, EventQueue queue) {
    this.cursor = cursor;
    this.queue = queue;
    text = new CallText(cursor, Leniency.NONE);
    tasks = new TaskNumbers(cursor);
    clock = new LineClock(cursor);
  }

  @Override
  public void parse() throws BadRecordingException {
    cursor.startLine();
    long time = clock.read();
    int task = task();
    String name = cursor.callName();
    cursor.expect('(');
    Call call = text.parse(name);
    CallResult result = result(call);
    cursor.expectEnd();
    queue.add(new CallReturned(time, task, call, result), cursor.line());
  }

  private int task() throws BadRecordingException {
    int task = tasks.read();
    if (!tasks.isCreated(task)) {
      throw cursor.bad("task p" + task + " acts before a call created it");
    }
    cursor.expect(' ');
    return task;
  }

  private CallResult result(Call call) throws BadRecordingException {
    if (cursor.skip('?')) {
      return CallResult.NoReturn.INSTANCE;
    }
    if (call instanceof Call.ExitGroup) {
      throw cursor.expected("\"?\", for exit_group does not return");
    }
    if (cursor.skip('-')) {
      return failure();
    }
    if (call instanceof Call.Creation) {
      return tasks.readCreated();
    }
    return success(call);
  }

  private CallResult failure() throws BadRecordingException {
    long number = cursor.decimalUpTo(4095, "the error number");
    cursor.expect(' ');
    String name = cursor.word();
    if (name.length() < 2 || name.length() > 32 || name.charAt(0) != 'E') {
      throw cursor.bad("expected the name of an error, such as ENOMEM");
    }
    CallResult.Failed known = Errno.failure(name);
    return known.errno() != 0 || number == 1 ? known : new CallResult.Failed((int) number, name);
  }

  private CallResult success(Call call) throws BadRecordingException {
    if (call instanceof Call.Unknown && cursor.isAt('p')) {
      return tasks.readCreated();
    }
    long value = cursor.skip("0x") ? cursor.hex("the result") : cursor.decimal("the result");
    String fault = Plausibility.faultOf(call, value);
    if (fault != null) {
      throw cursor.bad(fault);
    }
    return new CallResult.Succeeded(value);
  }

  @Override
  public void finish() {
    // Every call stands on one line, so nothing is open.
  }

  @Override
  public Tolerated tolerated() {
    return NOTHING;
  }

  @Override
  public String taskName(int task) {
    return TaskNumbers.nameOf(task);
  }
}
