package mm.machine.huge;

import mm.api.InvalidationEvent;
import mm.machine.entries.Gather;
import mm.machine.entries.Zap;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;

/** Takes pages of one mapping away, the mapping stays: one CLEAR. */
public final class AnnouncedZap {
  private AnnouncedZap() {}

  /**
   * Announces, clears, then flushes and frees. A huge page that is covered only in part is
   * announced as a whole inside the section.
   */
  public static void run(Mapping mapping, long start, long end, Zap.Extent extent) {
    ProcessMemory memory = mapping.memory();
    Gather gather = new Gather(memory);
    long section =
        memory.begin(
            InvalidationEvent.CLEAR,
            Hugetlb.wideStart(mapping, start, end),
            Hugetlb.wideEnd(mapping, start, end));
    try {
      HugeSplit.edges(memory, start, end);
      Zap.range(mapping, start, end, gather, extent);
    } finally {
      memory.end(section);
    }
    gather.flush();
  }
}
