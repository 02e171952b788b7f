package mm.machine.ksm;

import java.util.function.BooleanSupplier;
import mm.api.InvalidationEvent;
import mm.machine.frames.Frames;
import mm.machine.huge.HugePage;
import mm.machine.huge.PartialPages;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.tables.PageTables;
import mm.machine.tables.Pte;

/**
 * A page that the merging thread has found, and the two announced steps of a merge: write-protect,
 * then lead to the shared frame (Linux {@code write_protect_page}, {@code replace_page}).
 */
record KsmPage(ProcessMemory memory, long address, int frame) {
  /** One step under the page-table lock and the frames' lock. */
  private interface Step {
    long replacement(long entry);
  }

  /** Makes the frame one that merged pages share; false when it is pinned or no longer there. */
  boolean share() {
    return inMapping(() -> change(this::shared));
  }

  /** Leads to the shared frame of equal contents; false when pinned or no longer there. */
  boolean mergeInto(int target) {
    return inMapping(
        () -> {
          if (!change(KsmPage::protectedEntry) || !change(entry -> led(entry, target))) {
            return false;
          }
          memory.frames().release(frame);
          return true;
        });
  }

  /** Gives the page a frame of its own again. */
  void breakAgain() {
    inMapping(
        () -> KsmBreak.run(memory.mappings().find(address), address, address + Layout.PAGE) == 0);
  }

  private boolean inMapping(BooleanSupplier action) {
    memory.mmapLock().readLock().lock();
    try {
      Mapping mapping = memory.mappings().find(address);
      if (mapping == null || !mapping.has(Flags.MERGEABLE)) {
        return false;
      }
      PartialPages.split(mapping, address, address + Layout.PAGE);
      return action.getAsBoolean();
    } finally {
      memory.mmapLock().readLock().unlock();
    }
  }

  private boolean change(Step step) {
    long section = memory.begin(InvalidationEvent.CLEAR, address, address + Layout.PAGE);
    try {
      return changeLeaf(step);
    } finally {
      memory.end(section);
    }
  }

  /** A frame with references besides its entries is pinned and stays as it is. */
  private boolean changeLeaf(Step step) {
    memory.tables().lock();
    memory.frames().lock();
    try {
      long[] leaf = memory.tables().leafLocked(address);
      int index = PageTables.entryIndex(address);
      if (leaf == null || !isUsable(leaf[index])) {
        return false;
      }
      long entry = leaf[index];
      memory.changes().add(address, address + Layout.PAGE);
      leaf[index] = Pte.NONE;
      memory.flush(address, address + Layout.PAGE);
      long replacement = step.replacement(entry);
      memory.changePte(address, Pte.frame(replacement));
      leaf[index] = replacement;
      return true;
    } finally {
      memory.frames().unlock();
      memory.tables().unlock();
    }
  }

  private boolean isUsable(long entry) {
    return Pte.isPresent(entry)
        && Pte.frame(entry) == frame
        && !HugePage.isPart(memory.frames(), entry)
        && memory.frames().references(frame) == 0
        && memory.frames().contents().getLocked(frame) != null;
  }

  private static long protectedEntry(long entry) {
    return entry & ~(Pte.WRITE | Pte.DIRTY | Pte.SHARED);
  }

  private long shared(long entry) {
    memory.frames().contents().mergeLocked(frame, memory.space().id(), address);
    memory.frames().clearLocked(frame, Frames.LAZY);
    return protectedEntry(entry);
  }

  private long led(long entry, int target) {
    Frames frames = memory.frames();
    frames.contents().mergeLocked(target, memory.space().id(), address);
    frames.mapLocked(target);
    frames.mapToReferenceLocked(frame);
    return Pte.of(target, entry & (Pte.READ | Pte.DATA | Pte.UFFD_WP));
  }
}
