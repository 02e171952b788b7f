package mm.machine.memory;

import java.util.EnumSet;
import java.util.Set;
import mm.machine.Advice;
import mm.machine.KernelVersion;

/** In what kernels differ: all of it is decided here, one question each; the operations ask. */
public final class KernelWays {
  private static final Set<Advice> LATER_ADVICE =
      EnumSet.of(
          Advice.POPULATE_READ, // 5.14
          Advice.POPULATE_WRITE,
          Advice.DONTNEED_LOCKED, // 5.18
          Advice.COLLAPSE, // 6.1
          Advice.GUARD_INSTALL, // 6.13
          Advice.GUARD_REMOVE);
  private static final Set<Advice> FOR_OTHERS_IN_5_12 = EnumSet.of(Advice.COLD, Advice.PAGEOUT);
  private static final Set<Advice> FOR_OTHERS =
      EnumSet.of(Advice.COLD, Advice.PAGEOUT, Advice.WILLNEED, Advice.COLLAPSE);

  private final KernelVersion version;

  KernelWays(KernelVersion version) {
    this.version = version;
  }

  public KernelVersion version() {
    return version;
  }

  private boolean isOld() {
    return version == KernelVersion.V5_12;
  }

  /**
   * Up to 6.5 the end of a section flushes secondary TLBs for its whole range, unless the operation
   * has done so ({@code only_end}), and a flush of the CPU's TLB does not. From 6.6 on each flush
   * of the CPU's TLB flushes them, and no end does.
   */
  boolean flushesInEnd() {
    return isOld();
  }

  /**
   * Whether clear_refs marks pages, so that the next write is seen: the kernel that was recorded
   * was built without ({@code CONFIG_MEM_SOFT_DIRTY}), 5.12 has it as distributions build it.
   */
  public boolean marksSoftDirty() {
    return isOld();
  }

  /** Up to 6.9 copies and merges say where an entry will lead ({@code change_pte}). */
  boolean changesPtes() {
    return isOld();
  }

  /**
   * A change of rights is announced from the first 2 MiB with a table, in each GiB anew; later from
   * the first GiB with tables, to the end.
   */
  public boolean announcesRightsPerSlot() {
    return isOld();
  }

  /** From 6.7 on a move may start at the block border below, so that a whole table moves. */
  public boolean alignsMoves() {
    return !isOld();
  }

  /** From 6.17 on one mremap moves several mappings. */
  public boolean movesSeveralMappings() {
    return !isOld();
  }

  /** From 5.13 on files and shared memory can move and leave their mapping behind. */
  public boolean leavesAnySourceMapped() {
    return !isOld();
  }

  /** From 5.16 on hugetlb mappings can move. */
  public boolean movesHugetlb() {
    return !isOld();
  }

  /** From 5.18 on hugetlb pages can be discarded. */
  public boolean discardsHugetlb() {
    return !isOld();
  }

  /** Up to 6.1 a debugger may write to hugetlb pages that may not be written (f347454d0341). */
  public boolean forcesHugetlb() {
    return isOld();
  }

  /** From 6.2 on cutting a hugetlb mapping unshares its tables, announced on its own. */
  public boolean unsharesHugetlbAtCuts() {
    return !isOld();
  }

  /** Up to 6.1 unmapping hugetlb pages announces them inside of the whole range's section. */
  public boolean unmapsHugetlbNested() {
    return isOld();
  }

  /** From 6.13 on a write to the huge zero page gets a huge page. */
  public boolean replacesHugeZeroPage() {
    return !isOld();
  }

  /** From 6.13 on splitting a huge page frees those of its pages that hold only zeros. */
  public boolean freesZerosAtSplit() {
    return !isOld();
  }

  /**
   * Whether pages that were freed lazily wait in a queue until something empties it. Before 6.9 any
   * unmapping did, and the queue is left out.
   */
  public boolean queuesLazyPages() {
    return !isOld();
  }

  /** From 6.14 on discarding all of a leaf table's range frees the table. */
  public boolean discardsTables() {
    return !isOld();
  }

  /** One write-protection may cover several registered mappings; before it was one only. */
  public boolean protectsSeveralMappings() {
    return !isOld();
  }

  /** From 5.14 on a userfaultfd handles cached pages of memory files, from 5.19 protects them. */
  public boolean protectsMemoryFiles() {
    return !isOld();
  }

  /** From 5.14 on a device can have a page for itself. */
  public boolean hasExclusiveAccess() {
    return !isOld();
  }

  /** From 5.15 on. */
  public boolean hasProcessMrelease() {
    return !isOld();
  }

  /** From 6.7 on. */
  public boolean hasPagemapScan() {
    return !isOld();
  }

  public boolean knows(Advice advice) {
    return !isOld() || !LATER_ADVICE.contains(advice);
  }

  /** Whether a process may give it to another one. */
  public boolean knowsForOthers(Advice advice) {
    return (isOld() ? FOR_OTHERS_IN_5_12 : FOR_OTHERS).contains(advice);
  }

  /** Whether process_madvise takes any advice for the caller's own memory (Linux 6.13). */
  public boolean advisesItselfFreely() {
    return !isOld();
  }

  /** The reaper takes locked mappings too. */
  public boolean reapsLocked() {
    return !isOld();
  }

  /** The reaper goes from high to low addresses. */
  public boolean reapsDownwards() {
    return !isOld();
  }

  /** How long a victim waits for the reaper (e4a38402c36e, 5.18). */
  public long reapDelayMillis() {
    return isOld() ? 0 : 2000;
  }
}
