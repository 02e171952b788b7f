package mm.machine.huge;

import mm.api.InvalidationEvent;
import mm.machine.frames.Frames;
import mm.machine.frames.HugetlbPool;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.tables.Pte;

/**
 * Mappings of 2 MiB pages from the pool (hugetlb). Shared ones that hold a whole slot of 1 GiB
 * could share page tables with other memories, so Linux announces whole slots whether they do or
 * not.
 */
public final class Hugetlb {
  private Hugetlb() {}

  /** From which pages of the pool a block of a private mapping gets its first one. */
  public static HugetlbPool.Claim claim(Mapping mapping) {
    return mapping.isPromised() ? HugetlbPool.Claim.PROMISED : HugetlbPool.Claim.ANY;
  }

  /** Pages of a range are about to go, and the mapping with them: promises end. */
  public static void withdraw(Mapping mapping) {
    if (mapping.isPromised()) {
      long blocks = (mapping.end() - mapping.start()) / Layout.BLOCK;
      long absent = blocks - present(mapping, mapping.start(), mapping.end());
      Frames frames = mapping.memory().frames();
      frames.lock();
      frames.poolLocked().withdrawLocked(absent);
      frames.unlock();
    }
  }

  /** Pages of a private mapping that stays have gone: they are promised again (Linux 6.10). */
  public static void promiseAgain(Mapping mapping, long blocks) {
    if (mapping.isPromised()) {
      Frames frames = mapping.memory().frames();
      frames.lock();
      frames.poolLocked().promiseAgainLocked(blocks);
      frames.unlock();
    }
  }

  /** Number of blocks of a range that have a page. */
  public static long present(Mapping mapping, long start, long end) {
    long present = 0;
    for (long block = start; block < end; block += Layout.BLOCK) {
      present += Pte.isPresent(mapping.memory().tables().get(block)) ? 1 : 0;
    }
    return present;
  }

  public static boolean isAligned(long address) {
    return (address & Layout.BLOCK - 1) == 0;
  }

  /** Whether a new border at an address would lie inside a huge page. */
  public static boolean refusesCut(Mapping mapping, long address) {
    return mapping.isHugetlb()
        && mapping.start() < address
        && address < mapping.end()
        && !isAligned(address);
  }

  /** Announces that an address becomes a border: tables that span it stop being shared. */
  public static void announceCut(Mapping mapping, long address) {
    long slot = Layout.down(address, Layout.SLOT);
    boolean whole = slot >= mapping.start() && slot + Layout.SLOT <= mapping.end();
    ProcessMemory memory = mapping.memory();
    boolean unshares = memory.kernel().unsharesHugetlbAtCuts();
    if (unshares && slot != address && whole && !mapping.isPrivate()) {
      memory.end(memory.begin(InvalidationEvent.CLEAR, slot, slot + Layout.SLOT));
    }
  }

  /**
   * Tables of a whole mapping stop being shared: its entries are to differ from those of others
   * (Linux {@code hugetlb_unshare_all_pmds}).
   */
  public static void announceUnsharing(Mapping mapping) {
    long start = firstSlot(mapping);
    long end = lastSlot(mapping);
    if (mapping.isHugetlb() && !mapping.isPrivate() && start < end) {
      ProcessMemory memory = mapping.memory();
      memory.end(memory.begin(InvalidationEvent.CLEAR, start, end));
    }
  }

  /**
   * Where the announcement of a change starts; Linux {@code adjust_range_if_pmd_sharing_possible}.
   */
  public static long wideStart(Mapping mapping, long start, long end) {
    boolean wide = reachesSlots(mapping, start, end) && start > firstSlot(mapping);
    return wide ? Layout.down(start, Layout.SLOT) : start;
  }

  /** Where the announcement of a change ends. */
  public static long wideEnd(Mapping mapping, long start, long end) {
    boolean wide = reachesSlots(mapping, start, end) && end < lastSlot(mapping);
    return wide ? Layout.up(end, Layout.SLOT) : end;
  }

  private static boolean reachesSlots(Mapping mapping, long start, long end) {
    long first = firstSlot(mapping);
    long last = lastSlot(mapping);
    return mapping.isHugetlb()
        && !mapping.isPrivate()
        && first < last
        && end > first
        && start < last;
  }

  private static long firstSlot(Mapping mapping) {
    return Layout.up(mapping.start(), Layout.SLOT);
  }

  private static long lastSlot(Mapping mapping) {
    return Layout.down(mapping.end(), Layout.SLOT);
  }
}
