package mm.machine;

import java.util.concurrent.ConcurrentLinkedQueue;

/** What each thread is doing, and the memories that wait for the shadow checker. */
final class Operations {
  private final ThreadLocal<Operation> running = new ThreadLocal<>();
  private final ConcurrentLinkedQueue<ProcessMemory> changed = new ConcurrentLinkedQueue<>();
  private volatile ShadowChecker checker;

  void checkWith(ShadowChecker newChecker) {
    checker = newChecker;
  }

  /** Tells whether {@link #begin} and {@link #done} have anything to do. */
  boolean isChecked() {
    return checker != null;
  }

  void begin(String name, Object... arguments) {
    running.set(new Operation(name, arguments));
  }

  Operation current() {
    Operation operation = running.get();
    return operation == null ? Operation.NONE : operation;
  }

  void changed(ProcessMemory memory) {
    changed.add(memory);
  }

  /** Ends an operation: checks what it changed, in whichever memory. */
  void done() {
    ShadowChecker current = checker;
    if (current == null) {
      return;
    }
    for (ProcessMemory memory = changed.poll(); memory != null; memory = changed.poll()) {
      current.judge(memory, memory.changes.drain());
    }
    running.remove();
  }

  /** A memory has come to its end. */
  void released(ProcessMemory memory) {
    ShadowChecker current = checker;
    if (current != null) {
      current.released(memory);
    }
  }
}
