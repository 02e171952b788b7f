package mm.replay.input;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import mm.replay.input.RecordedEvent.CallReturned;
import mm.replay.input.RecordedEvent.TaskExited;
import mm.replay.input.StraceTasks.Task;

/**
 * Reads raw output of {@code strace -f -ttt}.
 *
 * <p>A call that other tasks interrupt is written as two lines: {@code munmap(0x7f0000001000, 4096
 * <unfinished ...>} and {@code <... munmap resumed>) = 0}. Unmapping and creating take effect from
 * their entry on, so such a call keeps its place there until the second line tells its result; all
 * others stand at the second line.
 */
final class StraceParser implements LineParser {
  private static final byte[] NO_RESULT = ") = ?".getBytes(StandardCharsets.US_ASCII);

  /** What strace writes for the call of a task that dies before strace has seen which it is. */
  private static final String NAMELESS = "???";

  /** Room for any call of the model; clone3 with a list of ids is the longest. */
  private static final int LONGEST_CALL = 1024;

  private final Cursor cursor;
  private final EventQueue queue;
  private final StraceFlags flags = new StraceFlags();
  private final CallText text;
  private final StraceTasks tasks;
  private final StraceResults results;
  private final StraceClock clock;
  private long unfinished;
  private long skipped;

  StraceParser(Cursor cursor, EventQueue queue) {
    this.cursor = cursor;
    this.queue = queue;
    text = new CallText(cursor, flags);
    tasks = new StraceTasks(cursor);
    results = new StraceResults(cursor, tasks);
    clock = new StraceClock(cursor);
  }

  /** The first half of a call, with its place in the order when it takes effect at entry. */
  record OpenCall(String name, byte[] arguments, long time, long line, EventQueue.Slot slot) {
    boolean isCreation() {
      return isCreating(name);
    }
  }

  private static boolean isCreating(String name) {
    return switch (name) {
      case "clone", "clone3", "fork", "vfork" -> true;
      default -> false;
    };
  }

  private static boolean isExit(String name) {
    return name.equals("exit") || name.equals("exit_group");
  }

  @Override
  public void parse() throws BadRecordingException {
    cursor.startLine();
    if (cursor.isAtEnd() || cursor.skip("strace: ")) {
      skipped++;
      return;
    }
    int pid = StraceTasks.NO_PID;
    long number = cursor.decimal("the process id or the time");
    if (!cursor.isAt('.')) {
      pid = pid(number);
      number = cursor.decimal("the time");
    }
    long time = clock.read(number);
    cursor.expect(' ');
    cursor.skipBlanks();
    parse(pid, time);
  }

  private int pid(long number) throws BadRecordingException {
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw cursor.bad("the process id is too large");
    }
    cursor.expect(' ');
    cursor.skipBlanks();
    return (int) number;
  }

  private void parse(int pid, long time) throws BadRecordingException {
    if (cursor.skip("+++ ")) {
      end(pid, time);
    } else if (cursor.isAt('[')) {
      skipped++; // a remark about the process, such as a 32-bit mode
    } else if (cursor.skip("<... ")) {
      resume(tasks.acting(pid), time);
    } else if (!cursor.skip("--- ")) { // a signal or a stop: nothing that memory notices
      call(tasks.acting(pid), time);
    }
  }

  private void call(Task task, long time) throws BadRecordingException {
    String name = cursor.skip(NAMELESS) ? NAMELESS : cursor.callName();
    cursor.expect('(');
    if (task.open() != null) {
      abandon(task);
    }
    if (cursor.endsWith(" ...>")) { // unfinished, detached, pid changed
      enter(task, name, time);
    } else {
      complete(task, name, time, null);
    }
  }

  private void enter(Task task, String name, long time) throws BadRecordingException {
    EventQueue.Slot slot = name.equals("munmap") || isCreating(name) ? queue.reserve() : null;
    tasks.enter(task, new OpenCall(name, arguments(name), time, cursor.line(), slot));
  }

  private byte[] arguments(String name) throws BadRecordingException {
    boolean matter =
        switch (name) {
          case "mmap", "munmap", "mprotect", "mremap", "madvise", "brk", "clone", "clone3" -> true;
          default -> false;
        };
    if (!matter) {
      return new byte[0];
    }
    if (cursor.remaining() > LONGEST_CALL) {
      throw cursor.bad("the arguments of " + name + " are too long");
    }
    byte[] all = cursor.restBytes();
    int mark = new String(all, StandardCharsets.ISO_8859_1).lastIndexOf('<');
    if (mark < 0) {
      throw cursor.bad("expected \"<unfinished ...>\" at the end");
    }
    return Arrays.copyOf(all, mark);
  }

  private void resume(Task task, long time) throws BadRecordingException {
    String name = cursor.skip(NAMELESS) ? NAMELESS : cursor.word();
    cursor.expect(name.equals("resumed") ? ">" : " resumed>"); // old versions leave out the name
    OpenCall open = task.open();
    if (open == null) {
      skipped++; // its beginning was not recorded
      return;
    }
    if (!name.equals("resumed") && !name.equals(open.name)) {
      throw cursor.bad(name + " is resumed inside " + open.name + " of line " + open.line);
    }
    resume(task, open, cursor.restBytes(), time);
  }

  private void resume(Task task, OpenCall open, byte[] rest, long time)
      throws BadRecordingException {
    byte[] joined = Arrays.copyOf(open.arguments, open.arguments.length + rest.length);
    System.arraycopy(rest, 0, joined, open.arguments.length, rest.length);
    cursor.startAt(joined, 0, joined.length);
    boolean inPlace = open.slot != null && !open.slot.isGivenUp();
    complete(task, open.name, inPlace ? open.time : time, open.slot);
    tasks.leave(task);
  }

  /** Ends a call that will not return, in the middle of another line. */
  private void abandon(Task task) throws BadRecordingException {
    byte[] rest = cursor.restBytes();
    resume(task, task.open(), NO_RESULT, clock.last());
    cursor.startAt(rest, 0, rest.length);
  }

  private void complete(Task task, String name, long time, EventQueue.Slot slot)
      throws BadRecordingException {
    Call call = text.parse(name);
    CallResult result = results.read(call);
    unfinished += result instanceof CallResult.NoReturn && !isExit(name) ? 1 : 0;
    if (name.equals("exit")) {
      exit(task, time);
      return;
    }
    CallReturned event = new CallReturned(time, task.number, call, result);
    if (slot == null) {
      queue.add(event, cursor.line());
    } else {
      queue.fill(slot, event, cursor.line());
    }
  }

  private void exit(Task task, long time) {
    if (!task.isExited()) {
      tasks.exit(task);
      queue.add(new TaskExited(time, task.number), cursor.line());
    }
  }

  /** Reads behind {@code +++}. */
  private void end(int pid, long time) throws BadRecordingException {
    Task task = tasks.find(pid);
    if (task == null) {
      skipped++;
    } else {
      end(task, pid, time);
    }
    if (cursor.skip("superseded by execve in pid ")) {
      tasks.rename((int) cursor.decimalUpTo(Integer.MAX_VALUE, "the process id"), pid);
    }
  }

  private void end(Task task, int pid, long time) throws BadRecordingException {
    if (task.open() != null) {
      abandon(task);
    }
    exit(task, time);
    tasks.forget(pid);
  }

  /** A recording may stop while calls are open: they never return. */
  @Override
  public void finish() throws BadRecordingException {
    for (Task task : tasks.inCalls()) {
      abandon(task);
    }
  }

  @Override
  public Tolerated tolerated() {
    return new Tolerated(
        clock.backward(), flags.unknown(), queue.givenUp(), tasks.orphans(), unfinished, skipped);
  }

  @Override
  public String taskName(int task) {
    return tasks.nameOf(task);
  }
}
