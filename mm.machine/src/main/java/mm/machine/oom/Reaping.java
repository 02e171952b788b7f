package mm.machine.oom;

import java.util.ArrayList;
import java.util.List;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.InvalidationEvent;
import mm.machine.ReaperPolicy;
import mm.machine.entries.Gather;
import mm.machine.entries.Zap;
import mm.machine.memory.Flags;
import mm.machine.memory.KernelWays;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;

/**
 * Takes what is private out of a dying memory, mapping by mapping (Linux {@code
 * __oom_reap_task_mm}); shared by the reaper and process_mrelease. The mmap lock is held for
 * reading.
 */
public final class Reaping {
  private final ProcessMemory memory;
  private final ReaperPolicy policy;
  private final KernelWays kernel;
  private int reaped;
  private long pages;
  private final List<AddressRange> refused = new ArrayList<>();

  public Reaping(ProcessMemory memory, ReaperPolicy policy) {
    this.memory = memory;
    this.policy = policy;
    this.kernel = memory.kernel();
  }

  public int reaped() {
    return reaped;
  }

  public long pages() {
    return pages;
  }

  public List<AddressRange> refused() {
    return refused;
  }

  /** One attempt at all eligible mappings, also those already emptied; whether none was refused. */
  public boolean run() {
    memory.oom().setUnstable();
    int size = memory.mappings().size();
    for (int i = 0; i < size; i++) {
      Mapping mapping = memory.mappings().get(kernel.reapsDownwards() ? size - 1 - i : i);
      if (isEligible(mapping)) {
        reap(mapping);
      }
    }
    return refused.isEmpty();
  }

  private boolean isEligible(Mapping mapping) {
    boolean kept = mapping.has(Flags.LOCKED) && !kernel.reapsLocked();
    return !kept && mapping.isPrivate() && !mapping.isHugetlb() && !mapping.isForeign();
  }

  private void reap(Mapping mapping) {
    Gather gather = new Gather(memory);
    if (policy == ReaperPolicy.UNANNOUNCED) {
      zap(mapping, gather);
    } else if (!announced(mapping, gather)) {
      refused.add(new AddressRange(mapping.start(), mapping.end()));
      return;
    }
    pages += gather.taken();
    gather.flush();
    reaped++;
  }

  private boolean announced(Mapping mapping, Gather gather) {
    long section =
        policy == ReaperPolicy.ATTEMPT
            ? memory.tryBegin(InvalidationEvent.UNMAP, mapping.start(), mapping.end())
            : memory.begin(InvalidationEvent.UNMAP, mapping.start(), mapping.end());
    if (section == AddressSpace.DECLINED) {
      return false;
    }
    try {
      zap(mapping, gather);
    } finally {
      memory.end(section);
    }
    return true;
  }

  private void zap(Mapping mapping, Gather gather) {
    Zap.range(memory, mapping.start(), mapping.end(), gather, Zap.Extent.PAGES);
  }
}
