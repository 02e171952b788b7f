package mm.machine.faults;

import mm.machine.FaultOutcome;
import mm.machine.UserfaultFeature;
import mm.machine.entries.Entries;
import mm.machine.frames.Frames;
import mm.machine.huge.HugeSplit;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Pte;

/** What a fault in a registered mapping has to mind. */
final class UserFaults {
  private UserFaults() {}

  /**
   * Whether an access to a page that is not present waits for an answer. Behind the end of a file
   * nobody is asked (Linux {@code shmem_get_folio_gfp}).
   */
  static boolean waits(Mapping mapping, long page) {
    if (!mapping.has(Flags.UFFD_MISSING | Flags.UFFD_MINOR)) {
      return false;
    }
    if (mapping.isAnonymous()) {
      return mapping.has(Flags.UFFD_MISSING);
    }
    long index = mapping.offsetAt(page);
    boolean cached = mapping.backing().cached(index) != Frames.ZERO;
    return index < mapping.backing().pages()
        && mapping.has(cached ? Flags.UFFD_MINOR : Flags.UFFD_MISSING);
  }

  /** Whether a write to a protected page waits for an answer. */
  static boolean asks(Mapping mapping) {
    return mapping.has(Flags.UFFD_WP) && !mapping.memory().userfaultHas(UserfaultFeature.WP_ASYNC);
  }

  /**
   * A write to a protected page. With WP_ASYNC the protection goes silently and the fault is taken
   * again; what is mapped huge is split first.
   */
  static FaultOutcome write(Mapping mapping, long page, long entry) {
    ProcessMemory memory = mapping.memory();
    if (asks(mapping)) {
      return FaultOutcome.USERFAULT;
    }
    if (Pte.isHuge(entry)) {
      HugeSplit.at(memory, page);
    } else {
      Entries.clear(memory, page, Pte.UFFD_WP);
    }
    return FaultOutcome.OK;
  }
}
