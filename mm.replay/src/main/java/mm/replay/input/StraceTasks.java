package mm.replay.input;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Maps process ids, which Linux uses again, to task numbers, which are never used again.
 *
 * <p>A task is announced when the call that created it returns; its own first line may come before.
 */
final class StraceTasks {
  /** The id of the one process in recordings without ids. */
  static final int NO_PID = -1;

  private static final int MOST_AT_ONCE = 1 << 17;
  private static final int MOST_IN_ALL = 1 << 22;

  private final Cursor cursor;
  private final Map<Integer, Task> byPid = new HashMap<>();
  private int[] pids = new int[16];
  private int count;
  private int openCreations;
  private long orphans;

  StraceTasks(Cursor cursor) {
    this.cursor = cursor;
  }

  /** One task and the call it is in. */
  static final class Task {
    final int number;
    private boolean announced;
    private boolean exited;
    private StraceParser.OpenCall open;

    private Task(int number) {
      this.number = number;
    }

    StraceParser.OpenCall open() {
      return open;
    }

    boolean isExited() {
      return exited;
    }
  }

  /** The task that a line is about; a new one when the id is new or its owner is gone. */
  Task acting(int pid) throws BadRecordingException {
    Task task = byPid.get(pid);
    if (task != null && !task.exited) {
      return task;
    }
    if (task == null && openCreations == 0 && byPid.containsKey(NO_PID)) {
      return rename(NO_PID, pid);
    }
    Task fresh = add(pid);
    fresh.announced = fresh.number == 0;
    orphans += fresh.announced ? 0 : 1; // until announced
    return fresh;
  }

  /** The task that a call returned as its new child. */
  Task created(int pid) throws BadRecordingException {
    Task task = byPid.get(pid);
    if (task == null || task.announced) {
      task = add(pid);
    } else {
      orphans--;
    }
    task.announced = true;
    if (task.exited) {
      byPid.remove(pid);
    }
    return task;
  }

  /** The task of an id, or null when there is none. */
  Task find(int pid) {
    return byPid.get(pid);
  }

  void enter(Task task, StraceParser.OpenCall call) {
    task.open = call;
    openCreations += call.isCreation() ? 1 : 0;
  }

  void leave(Task task) {
    openCreations -= task.open.isCreation() ? 1 : 0;
    task.open = null;
  }

  /** The task's last act; its id stays taken until {@link #forget}. */
  void exit(Task task) {
    task.exited = true;
  }

  /** Frees the id of a task that is gone, unless a call may still announce it. */
  void forget(int pid) {
    Task task = byPid.get(pid);
    if (task.announced || openCreations == 0) {
      byPid.remove(pid);
    }
  }

  /** Gives a task the id of its process's first thread, as execve does. */
  Task rename(int from, int to) {
    Task task = byPid.remove(from);
    if (task != null) {
      byPid.put(to, task);
      pids[task.number] = to;
    }
    return task;
  }

  /** The tasks inside a call, the longest inside first. */
  List<Task> inCalls() {
    List<Task> tasks = new ArrayList<>(byPid.values());
    tasks.removeIf(task -> task.open == null);
    tasks.sort(Comparator.comparingLong(task -> task.open.line()));
    return tasks;
  }

  /** How many tasks acted and were never announced. */
  long orphans() {
    return orphans;
  }

  String nameOf(int task) {
    boolean known = task < count && pids[task] != NO_PID;
    return known ? "p" + task + " (pid " + pids[task] + ")" : "p" + task;
  }

  private Task add(int pid) throws BadRecordingException {
    if (byPid.size() >= MOST_AT_ONCE || count >= MOST_IN_ALL) {
      throw cursor.bad(
          "there are too many tasks: " + byPid.size() + " at once, " + count + " in all");
    }
    if (count == pids.length) {
      pids = Arrays.copyOf(pids, count * 2);
    }
    pids[count] = pid;
    Task task = new Task(count++);
    byPid.put(pid, task);
    return task;
  }
}
