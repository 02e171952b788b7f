package mm.machine.faults;

import mm.machine.FaultOutcome;
import mm.machine.entries.Entries;
import mm.machine.frames.Frames;
import mm.machine.huge.HugeFault;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.FaultKind;
import mm.machine.tables.Pte;

/**
 * First touch of private anonymous memory: a huge page where one fits, else the zero page for a
 * read, a frame for a write.
 */
final class AnonymousFault {
  private AnonymousFault() {}

  static FaultOutcome run(Mapping mapping, long page, FaultKind kind) {
    ProcessMemory memory = mapping.memory();
    if (HugeFault.run(mapping, page, kind)) {
      return FaultOutcome.OK;
    }
    if (!kind.writes()) {
      Entries.install(memory, page, Pte.of(Frames.ZERO, mapping.readBits()));
      return FaultOutcome.OK;
    }
    return privatePage(mapping, page, Frames.ZERO);
  }

  /** Gives a mapping a page of its own, a copy of another frame, where nothing was present. */
  static FaultOutcome privatePage(Mapping mapping, long page, int original) {
    ProcessMemory memory = mapping.memory();
    mapping.prepareAnon();
    int frame = memory.frames().allocate(Frames.ANONYMOUS);
    if (frame == Frames.NONE) {
      return FaultOutcome.OUT_OF_MEMORY;
    }
    memory.tables().lock();
    memory.frames().lock();
    try {
      if (Entries.install(memory, page, Pte.of(frame, mapping.writeBits() | Pte.DIRTY))) {
        memory.frames().contents().copyLocked(original, frame);
        memory.frames().referenceToMapLocked(frame);
      } else {
        memory.frames().releaseLocked(frame);
      }
    } finally {
      memory.frames().unlock();
      memory.tables().unlock();
    }
    return FaultOutcome.OK;
  }
}
