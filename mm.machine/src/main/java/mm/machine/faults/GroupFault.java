package mm.machine.faults;

import mm.machine.FaultOutcome;
import mm.machine.files.CachedFile;
import mm.machine.frames.Frames;
import mm.machine.memory.Mapping;
import mm.machine.memory.PageGroup;
import mm.machine.memory.ProcessMemory;
import mm.machine.reclaim.Reclaim;
import mm.machine.tables.FaultKind;
import mm.machine.tables.Layout;
import mm.machine.tables.PageTables;
import mm.machine.tables.Pte;

/**
 * A fault of a memory whose group has a limit: room is made before the page is, by reclaim in the
 * group alone (Linux {@code try_charge_memcg}). Pages that are read ahead count from the first
 * fault on that needs them.
 */
final class GroupFault {
  /** Linux {@code MAX_RECLAIM_RETRIES}. */
  private static final int RETRIES = 16;

  private GroupFault() {}

  static FaultOutcome run(Mapping mapping, long address, FaultKind kind, PageGroup group) {
    long page = Layout.pageDown(address);
    if (takesPage(mapping, page, kind) && !makesRoom(mapping.memory(), group)) {
      return FaultOutcome.OUT_OF_MEMORY;
    }
    FaultOutcome outcome = Faults.resolve(mapping, address, kind);
    charge(mapping.memory(), page, group);
    return outcome;
  }

  private static boolean makesRoom(ProcessMemory memory, PageGroup group) {
    for (int i = 0; i < RETRIES && !group.hasRoomFor(1); i++) {
      if (Reclaim.run(memory.machine(), each -> each.group() == group, Faults.DIRECT) == 0) {
        return group.hasRoomFor(1);
      }
    }
    return group.hasRoomFor(1);
  }

  private static boolean takesPage(Mapping mapping, long page, FaultKind kind) {
    long entry = mapping.memory().tables().get(page);
    if (Pte.isPresent(entry)) {
      boolean copies = kind.writes() && mapping.isPrivate() && !Pte.isWritable(entry);
      return copies && !CopyOnWrite.isExclusive(mapping, page, entry);
    }
    if (Pte.isMissing(entry)) {
      return kind.writes() && mapping.isPrivate() || !mapping.isAnonymous() && reads(mapping, page);
    }
    return Pte.is(entry, Pte.SWAP);
  }

  private static boolean reads(Mapping mapping, long page) {
    CachedFile file = mapping.backing();
    long index = mapping.offsetAt(page);
    return index < file.pages() && file.cached(index) == Frames.ZERO;
  }

  private static void charge(ProcessMemory memory, long page, PageGroup group) {
    PageTables tables = memory.tables();
    tables.lock();
    try {
      long[] leaf = tables.leafLocked(page);
      if (leaf != null) {
        int index = PageTables.entryIndex(page);
        boolean huge = Pte.isHuge(leaf[index]);
        group.charge(leaf, huge ? 0 : index, huge ? leaf.length : index + 1);
      }
    } finally {
      tables.unlock();
    }
  }
}
