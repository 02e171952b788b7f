package mm.machine.memory;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What each thread is doing, and the memories that wait for the shadow checker. */
public final class Operations {
  /** Who looks at what an operation has changed. */
  public interface Check {
    void judge(ProcessMemory memory, List<ChangeLog.Change> changes);

    /** A memory has come to its end. */
    void released(ProcessMemory memory);
  }

  private final ThreadLocal<Operation> running = new ThreadLocal<>();
  private final ConcurrentLinkedQueue<ProcessMemory> changed = new ConcurrentLinkedQueue<>();
  private volatile Check checker;

  public void checkWith(Check newChecker) {
    checker = newChecker;
  }

  // Begin is overloaded so that nothing is boxed or made unless somebody checks.

  public void begin(String name, Object argument) {
    if (checker != null) {
      running.set(new Operation(name, argument));
    }
  }

  public void begin(String name, long address, long length) {
    if (checker != null) {
      running.set(new Operation(name, address, length));
    }
  }

  public void begin(String name, long address, Enum<?> what) {
    if (checker != null) {
      running.set(new Operation(name, address, what));
    }
  }

  public void begin(String name, long address, long length, Enum<?> what) {
    if (checker != null) {
      running.set(new Operation(name, address, length, what));
    }
  }

  public Operation current() {
    Operation operation = running.get();
    return operation == null ? Operation.NONE : operation;
  }

  void changed(ProcessMemory memory) {
    changed.add(memory);
  }

  /** Ends an operation: checks what it changed, in whichever memory. */
  public void done() {
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
  public long done(long result) {
    done();
    return result;
  }

  public <T> T done(T result) {
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
