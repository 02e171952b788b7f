package mm.machine.faults;

import java.util.OptionalLong;
import mm.machine.FaultOutcome;
import mm.machine.frames.Contents;
import mm.machine.frames.Frames;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.tables.Pte;
import mm.spi.Access;

/** Pages of known contents. */
public final class Fill {
  private Fill() {}

  public static FaultOutcome run(ProcessMemory memory, long address, long value) {
    long page = Layout.pageDown(address);
    FaultOutcome outcome;
    do {
      outcome = Faults.access(memory, page, Access.WRITE);
    } while (outcome == FaultOutcome.OK && !put(memory, page, value));
    return outcome;
  }

  /** False when the page has become unwritable meanwhile. */
  private static boolean put(ProcessMemory memory, long page, long value) {
    memory.tables().lock();
    memory.frames().lock();
    try {
      long entry = memory.tables().getLocked(page);
      if (!Pte.isWritable(entry)) {
        return false;
      }
      Contents contents = memory.frames().contents();
      if (contents.isKept() || memory.frames().has(Pte.frame(entry), Frames.ANONYMOUS)) {
        contents.putLocked(Pte.frame(entry), value);
      }
      return true;
    } finally {
      memory.frames().unlock();
      memory.tables().unlock();
    }
  }

  /** What the CPU reads; empty where it cannot. */
  public static OptionalLong read(ProcessMemory memory, long address) {
    long page = Layout.pageDown(address);
    OptionalLong value = OptionalLong.empty();
    while (value.isEmpty() && Faults.access(memory, page, Access.READ) == FaultOutcome.OK) {
      value = look(memory, page);
    }
    return value;
  }

  /** What the CPU would read without a fault; empty where it would fault. */
  public static OptionalLong look(ProcessMemory memory, long page) {
    memory.tables().lock();
    memory.frames().lock();
    try {
      long entry = memory.tables().getLocked(page);
      return Pte.isReadable(entry)
          ? OptionalLong.of(memory.frames().contents().load(Pte.frame(entry)))
          : OptionalLong.empty();
    } finally {
      memory.frames().unlock();
      memory.tables().unlock();
    }
  }
}
