package mm.machine.device;

import mm.api.InvalidationEvent;
import mm.api.MigrationOwner;
import mm.machine.FaultOutcome;
import mm.machine.faults.Faults;
import mm.machine.frames.Frames;
import mm.machine.huge.HugeSplit;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.FaultKind;
import mm.machine.tables.Layout;
import mm.machine.tables.PageTables;
import mm.machine.tables.Pte;
import mm.spi.Access;
import mm.spi.Page;

/**
 * A device's only access to a page of private memory: the frame stays, the CPU's entry becomes one
 * that faults (Linux 6.15 {@code make_device_exclusive}). The mmap lock is held.
 */
final class ExclusiveAccess {
  private ExclusiveAccess() {}

  static Page make(Mapping mapping, long page, MigrationOwner owner) {
    if (!mapping.memory().kernel().hasExclusiveAccess()) {
      return Page.HOLE;
    }
    FaultOutcome outcome = Faults.accessLocked(mapping, page, FaultKind.POPULATE);
    if (outcome != FaultOutcome.OK) {
      return Page.HOLE;
    }
    ProcessMemory memory = mapping.memory();
    HugeSplit.at(memory, page);
    long entry = memory.tables().get(page);
    if (!Pte.isWritable(entry)) {
      return Page.BUSY;
    }
    if (!memory.frames().has(Pte.frame(entry), Frames.ANONYMOUS)) {
      return Page.HOLE;
    }
    long section = memory.begin(InvalidationEvent.EXCLUSIVE, page, page + Layout.PAGE, owner);
    try {
      return replace(memory, page, entry);
    } finally {
      memory.end(section);
    }
  }

  private static Page replace(ProcessMemory memory, long page, long entry) {
    memory.tables().lock();
    try {
      long[] leaf = memory.tables().leafLocked(page);
      int index = PageTables.entryIndex(page);
      if (leaf == null || !Pte.isWritable(leaf[index]) || !Pte.sameFrame(leaf[index], entry)) {
        return Page.BUSY;
      }
      memory.changes().add(page, page + Layout.PAGE);
      leaf[index] = Pte.absent(Pte.frame(entry), Pte.EXCLUSIVE | leaf[index] & Pte.DATA);
      memory.flush(page, page + Layout.PAGE);
      return Page.present(memory.frames().handle(Pte.frame(entry)), Access.WRITE);
    } finally {
      memory.tables().unlock();
    }
  }
}
