package mm.machine;

import mm.spi.Access;

/** Pages of known contents. */
final class Fill {
  private Fill() {}

  static FaultOutcome run(ProcessMemory memory, long address, long value) {
    long page = Layout.pageDown(address);
    FaultOutcome outcome;
    do {
      outcome = Faults.access(memory, page, Access.WRITE);
    } while (outcome == FaultOutcome.OK && !put(memory, page, value));
    return outcome;
  }

  /** False when the page has become unwritable meanwhile. */
  private static boolean put(ProcessMemory memory, long page, long value) {
    memory.tables.lock();
    memory.frames.lock();
    try {
      long entry = memory.tables.getLocked(page);
      if (!Pte.isWritable(entry)) {
        return false;
      }
      if (memory.frames.has(Pte.frame(entry), Frames.ANONYMOUS)) {
        memory.frames.contents.putLocked(Pte.frame(entry), value);
      }
      return true;
    } finally {
      memory.frames.unlock();
      memory.tables.unlock();
    }
  }

  static long merged(Mappings mappings, long start, long end) {
    long pages = 0;
    for (int i = 0; i < mappings.size(); i++) {
      Mapping mapping = mappings.get(i);
      long from = Math.max(start, mapping.start);
      long to = Math.min(end, mapping.end);
      pages += from < to ? KsmBreak.merged(mapping, from, to).size() : 0;
    }
    return pages;
  }
}
