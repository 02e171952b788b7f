package mm.machine;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What each thread is doing, and the memories that wait for the shadow checker. */
final class Operations {
  /** Who looks at what an operation has changed. */
  interface Check {
    void judge(ProcessMemory memory, List<ChangeLog.Change> changes);

    /** A memory has come to its end. */
    void released(ProcessMemory memory);
  }

  private final ThreadLocal<Operation> running = new ThreadLocal<>();
  private final ConcurrentLinkedQueue<ProcessMemory> changed = new ConcurrentLinkedQueue<>();
  private volatile Check checker;

  void checkWith(Check newChecker) {
    checker = newChecker;
  }

  // Begin is overloaded so that nothing is boxed or made unless somebody checks.

  void begin(String name, Object argument) {
    if (checker != null) {
      running.set(new Operation(name, argument));
    }
  }

  void begin(String name, long address, long length) {
    if (checker != null) {
      running.set(new Operation(name, address, length));
    }
  }

  void begin(String name, long address, Enum<?> what) {
    if (checker != null) {
      running.set(new Operation(name, address, what));
    }
  }

  void begin(String name, long address, long length, Enum<?> what) {
    if (checker != null) {
      running.set(new Operation(name, address, length, what));
    }
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
    Check current = checker;
    if (current == null) {
      return;
    }
    for (ProcessMemory memory = changed.poll(); memory != null; memory = changed.poll()) {
      current.judge(memory, memory.changes().drain());
    }
    running.remove();
  }

  /** Likewise, and passes on its result. */
  long done(long result) {
    done();
    return result;
  }

  <T> T done(T result) {
    done();
    return result;
  }

  /** A memory has come to its end. */
  void released(ProcessMemory memory) {
    Check current = checker;
    if (current != null) {
      current.released(memory);
    }
  }
}
