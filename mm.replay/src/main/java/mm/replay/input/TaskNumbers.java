package mm.replay.input;

import java.util.BitSet;

/** The tasks of a .trace or .notify recording: which of them have been created. */
final class TaskNumbers {
  /** As many as Linux can have at a time; also bounds what anybody keeps per task. */
  static final int LIMIT = 1 << 22;

  private final Cursor cursor;
  private final BitSet created = new BitSet();

  TaskNumbers(Cursor cursor) {
    this.cursor = cursor;
    created.set(0);
  }

  /** Reads {@code p3}. */
  int read() throws BadRecordingException {
    if (!cursor.skip('p')) {
      throw cursor.expected("a task such as \"p0\"");
    }
    return (int) cursor.decimalUpTo(LIMIT - 1, "the task number");
  }

  boolean isCreated(int task) {
    return created.get(task);
  }

  /** Reads the result of a call that creates a task. */
  CallResult.NewTask readCreated() throws BadRecordingException {
    int task = read();
    if (created.get(task)) {
      throw cursor.bad("task p" + task + " was created before");
    }
    created.set(task);
    return new CallResult.NewTask(task);
  }

  static String nameOf(int task) {
    return "p" + task;
  }
}
