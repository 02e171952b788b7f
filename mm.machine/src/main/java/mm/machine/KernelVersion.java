package mm.machine;

import java.util.EnumSet;
import java.util.Set;

/**
 * The kernel whose ways a machine follows. All that differs is decided here, one question each; the
 * operations ask. What was measured is Linux 6.18; 5.12 is the kernel for which the contract's last
 * generation was written.
 */
public enum KernelVersion {
  /** Linux 5.12, April 2021. */
  V5_12("5.12"),
  /** Linux 6.18, recorded. */
  V6_18("6.18");

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
  private static final Set<UserfaultFeature> LATER_FEATURES =
      EnumSet.complementOf(EnumSet.of(UserfaultFeature.PAGEFAULT_FLAG_WP));

  private final String text;

  KernelVersion(String text) {
    this.text = text;
  }

  /**
   * Finds a kernel.
   *
   * @param text as {@link #toString} gives it
   * @return the kernel
   * @throws IllegalArgumentException when there is none; the message lists all
   */
  public static KernelVersion of(String text) {
    for (KernelVersion each : values()) {
      if (each.text.equals(text)) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "no kernel '" + text + "'; there are " + java.util.List.of(values()));
  }

  private boolean isOld() {
    return this == V5_12;
  }

  /**
   * Up to 6.5 the end of a section flushes secondary TLBs for its whole range, unless the operation
   * has done so ({@code only_end}), and a flush of the CPU's TLB does not. From 6.6 on each flush
   * of the CPU's TLB flushes them, and no end does.
   */
  boolean flushesInEnd() {
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
  boolean announcesRightsPerSlot() {
    return isOld();
  }

  /** From 6.7 on a move may start at the block border below, so that a whole table moves. */
  boolean alignsMoves() {
    return !isOld();
  }

  /** From 6.17 on one mremap moves several mappings. */
  boolean movesSeveralMappings() {
    return !isOld();
  }

  /** From 5.13 on files and shared memory can move and leave their mapping behind. */
  boolean leavesAnySourceMapped() {
    return !isOld();
  }

  /** From 5.16 on hugetlb mappings can move. */
  boolean movesHugetlb() {
    return !isOld();
  }

  /** From 5.18 on hugetlb pages can be discarded. */
  boolean discardsHugetlb() {
    return !isOld();
  }

  /** From 6.2 on cutting a hugetlb mapping unshares its tables, announced on its own. */
  boolean unsharesHugetlbAtCuts() {
    return !isOld();
  }

  /** Up to 6.1 unmapping hugetlb pages announces them inside of the whole range's section. */
  boolean unmapsHugetlbNested() {
    return isOld();
  }

  /** From 6.13 on a write to the huge zero page gets a huge page. */
  boolean replacesHugeZeroPage() {
    return !isOld();
  }

  /** From 6.13 on splitting a huge page frees those of its pages that hold only zeros. */
  boolean freesZerosAtSplit() {
    return !isOld();
  }

  /** From 6.14 on discarding all of a leaf table's range frees the table. */
  boolean discardsTables() {
    return !isOld();
  }

  /** One write-protection may cover several registered mappings; before it was one only. */
  boolean protectsSeveralMappings() {
    return !isOld();
  }

  /** From 5.14 on a userfaultfd handles cached pages of memory files, from 5.19 protects them. */
  boolean protectsMemoryFiles() {
    return !isOld();
  }

  /** From 5.14 on a device can have a page for itself. */
  boolean hasExclusiveAccess() {
    return !isOld();
  }

  /** From 5.15 on. */
  boolean hasProcessMrelease() {
    return !isOld();
  }

  /** From 6.7 on. */
  boolean hasPagemapScan() {
    return !isOld();
  }

  boolean knows(Advice advice) {
    return !isOld() || !LATER_ADVICE.contains(advice);
  }

  /** Whether a process may give it to another one. */
  boolean knowsForOthers(Advice advice) {
    return (isOld() ? FOR_OTHERS_IN_5_12 : FOR_OTHERS).contains(advice);
  }

  /** Whether process_madvise takes any advice for the caller's own memory (Linux 6.13). */
  boolean advisesItselfFreely() {
    return !isOld();
  }

  /**
   * Whether userfaultfd has a feature.
   *
   * @param feature what is asked for
   * @return false when Linux would answer EINVAL
   */
  public boolean knows(UserfaultFeature feature) {
    return !isOld() || !LATER_FEATURES.contains(feature);
  }

  /** The reaper takes locked mappings too. */
  boolean reapsLocked() {
    return !isOld();
  }

  /** The reaper goes from high to low addresses. */
  boolean reapsDownwards() {
    return !isOld();
  }

  /** How long a victim waits for the reaper (e4a38402c36e, 5.18). */
  long reapDelayMillis() {
    return isOld() ? 0 : 2000;
  }

  @Override
  public String toString() {
    return text;
  }
}
