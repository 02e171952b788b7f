package mm.machine.calls;

import mm.api.AddressRange;
import mm.api.InvalidationEvent;
import mm.machine.entries.Gather;
import mm.machine.entries.Zap;
import mm.machine.huge.Hugetlb;
import mm.machine.memory.Mapping;
import mm.machine.memory.Mappings;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;

/** The end of a memory: release first, then silent teardown, then pages are freed. */
public final class Exit {
  private Exit() {}

  /** Ends a memory that nobody uses any more. */
  public static void run(ProcessMemory memory) {
    memory.space().release();
    tearDown(memory);
    memory.machine().released(memory);
  }

  /** The list of notifiers is empty; who has not closed an interval is told once more. */
  private static void unmap(ProcessMemory memory, Gather gather) {
    long section = memory.begin(InvalidationEvent.UNMAP, 0, AddressRange.TOP);
    try {
      Zap.range(memory, 0, Layout.USER_END, gather, Zap.Extent.ALL);
    } finally {
      memory.end(section);
    }
  }

  private static void tearDown(ProcessMemory memory) {
    memory.oom().setSkip();
    memory.mmapLock().writeLock().lock(); // a reaper inside finishes first
    try {
      Mapping[] all = memory.mappings().detach(0, memory.mappings().size());
      for (Mapping mapping : all) {
        Hugetlb.withdraw(mapping);
      }
      Gather gather = new Gather(memory);
      unmap(memory, gather);
      memory.tables().free(0, Layout.USER_END, 0, Layout.USER_END);
      gather.flush();
      for (Mapping mapping : all) {
        Mappings.release(mapping);
      }
    } finally {
      memory.mmapLock().writeLock().unlock();
    }
  }
}
