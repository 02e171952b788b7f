package mm.machine.calls;

import mm.api.InvalidationEvent;
import mm.machine.entries.Populated;
import mm.machine.huge.Hugetlb;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.LeafVisitor;
import mm.machine.tables.Pte;

/** Brings the entries of a range in line with its mapping's new rights. */
final class ProtectionChange implements LeafVisitor {
  private final Mapping mapping;

  private ProtectionChange(Mapping mapping) {
    this.mapping = mapping;
  }

  /** Announces what has tables ({@link Populated}); of hugetlb mappings the range, widened. */
  static void run(Mapping mapping, long start, long end) {
    if (mapping.isHugetlb()) {
      announced(mapping, start, end);
      return;
    }
    Populated.each(mapping.memory(), start, end, (from, to) -> announced(mapping, from, to));
  }

  private static void announced(Mapping mapping, long start, long end) {
    ProcessMemory memory = mapping.memory();
    long section =
        memory.begin(
            InvalidationEvent.PROTECTION_VMA,
            Hugetlb.wideStart(mapping, start, end),
            Hugetlb.wideEnd(mapping, start, end));
    try {
      memory.changes().add(start, end);
      memory.tables().walk(start, end, new ProtectionChange(mapping));
    } finally {
      memory.endAndFlush(section, start, end);
    }
  }

  /** Writing stays only where it was possible; a fault grants it again, page by page. */
  @Override
  public void leaf(long base, long[] entries, int from, int to) {
    long kept = ~(Pte.READ | (mapping.has(Flags.WRITE) ? 0 : Pte.WRITE));
    long read = mapping.readBits();
    for (int i = from; i < to; i++) {
      if (Pte.isPresent(entries[i])) {
        entries[i] = entries[i] & kept | read;
      } else if (Pte.is(entries[i], Pte.DEVICE)) {
        entries[i] &= ~Pte.WRITE;
      }
    }
  }
}
