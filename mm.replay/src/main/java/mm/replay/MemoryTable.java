package mm.replay;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import mm.api.AddressSpace;
import mm.replay.input.Call;

/**
 * Which task has which memory.
 *
 * <p>Tasks that a program starts as threads belong to their leader's process and die with it. Where
 * the recording does not tell a thread from a process that borrows the memory until it executes
 * (clone3 in .notify), the new task counts as its own process: then an exec of the one or an exit
 * of the other does not end the memory too early; in the worst case it lives until the end.
 */
final class MemoryTable {
  private final World world;
  private final Map<Integer, Task> tasks = new HashMap<>();
  private final Map<Memory, Integer> users = new LinkedHashMap<>();
  private final Set<Integer> leaders = new HashSet<>();
  private final Map<Integer, Integer> executions = new HashMap<>();
  private final Set<Integer> killed = new HashSet<>();

  private record Task(int leader, Memory memory) {}

  MemoryTable(World world) {
    this.world = world;
  }

  /** The memory of a task; a task never heard of begins with an empty one. */
  Memory of(int task) {
    Task known = tasks.get(task);
    return known == null ? enter(task, task, world.create(name(task))) : known.memory;
  }

  /** Name of the space of a task; empty when the task has none, or none any more. */
  String spaceOf(int task) {
    Task known = tasks.get(task);
    return known == null ? "" : known.memory.space().name();
  }

  void created(int creator, int task, Call.Creation call) {
    Memory memory = of(creator);
    if (tasks.containsKey(task)) {
      leave(task);
    }
    if (call.sharesMemory()) {
      boolean thread = call instanceof Call.Clone clone && clone.flags().startsThread();
      enter(task, thread ? tasks.get(creator).leader : task, memory);
    } else {
      enter(task, task, memory.fork(name(task)));
    }
  }

  /** Whether a task was killed here, though the recording goes on with it. */
  boolean isKilled(int task) {
    return killed.contains(task);
  }

  /** A task of a killed process has made another one, which never was. */
  void neverCreated(int task) {
    killed.add(task);
  }

  /** All tasks of a space are killed; its memory ends. */
  void killed(AddressSpace space) {
    for (Map.Entry<Integer, Task> each : Map.copyOf(tasks).entrySet()) {
      if (each.getValue().memory.space() == space) {
        killed.add(each.getKey());
        leave(each.getKey());
      }
    }
  }

  void executed(int task) {
    of(task);
    leaveProcess(task);
    executions.merge(task, 1, Integer::sum);
    enter(task, task, world.create(name(task)));
  }

  void exited(int task) {
    if (tasks.containsKey(task)) {
      leaveProcess(task);
    }
  }

  void threadExited(int task) {
    if (tasks.containsKey(task)) {
      leave(task);
    }
  }

  /** Ends every memory that is left. */
  void finish() {
    users.keySet().forEach(Memory::exit);
    users.clear();
    tasks.clear();
  }

  void forEach(Consumer<Memory> action) {
    users.keySet().forEach(action);
  }

  int processes() {
    return leaders.size();
  }

  private String name(int task) {
    int execs = executions.getOrDefault(task, 0);
    return "p" + task + (execs == 0 ? "" : "." + execs);
  }

  private Memory enter(int task, int leader, Memory memory) {
    tasks.put(task, new Task(leader, memory));
    leaders.add(leader);
    users.merge(memory, 1, Integer::sum);
    return memory;
  }

  private void leaveProcess(int task) {
    int leader = tasks.get(task).leader;
    for (Map.Entry<Integer, Task> each : Map.copyOf(tasks).entrySet()) {
      if (each.getValue().leader == leader) {
        leave(each.getKey());
      }
    }
  }

  private void leave(int task) {
    Memory memory = tasks.remove(task).memory;
    if (users.merge(memory, -1, Integer::sum) == 0) {
      users.remove(memory);
      memory.exit();
    }
  }
}
