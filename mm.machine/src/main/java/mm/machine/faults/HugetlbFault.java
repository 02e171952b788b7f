package mm.machine.faults;

import java.util.Arrays;
import mm.api.InvalidationEvent;
import mm.machine.FaultOutcome;
import mm.machine.frames.Frames;
import mm.machine.frames.HugetlbPool;
import mm.machine.huge.Hugetlb;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.FaultKind;
import mm.machine.tables.HugeEntries;
import mm.machine.tables.Layout;
import mm.machine.tables.Pte;

/**
 * Faults of hugetlb mappings. Pages are never mapped in part; first touches are silent, a write to
 * a page that a fork shares is announced as one CLEAR of 2 MiB. SIGBUS when the pool is empty.
 */
final class HugetlbFault {
  private final Mapping mapping;
  private final ProcessMemory memory;
  private final long block;

  private HugetlbFault(Mapping mapping, long block) {
    this.mapping = mapping;
    this.memory = mapping.memory();
    this.block = block;
  }

  static FaultOutcome run(Mapping mapping, long page, FaultKind kind) {
    HugetlbFault fault = new HugetlbFault(mapping, Layout.down(page, Layout.BLOCK));
    long entry = mapping.memory().tables().get(fault.block);
    if (Pte.isPresent(entry)) {
      return fault.present(entry, kind);
    }
    if (UserFaults.waits(mapping, fault.block)) {
      return FaultOutcome.USERFAULT;
    }
    if (!mapping.isPrivate()) {
      return fault.firstShared(kind);
    }
    return mapping.memory().oom().isUnstable() ? FaultOutcome.SIGBUS : fault.firstPrivate(kind);
  }

  private FaultOutcome firstShared(FaultKind kind) {
    int head = mapping.backing().cachedHuge(mapping.offsetAt(block));
    if (head == Frames.NONE) {
      return FaultOutcome.SIGBUS;
    }
    memory.tables().lock();
    memory.frames().lock();
    try {
      long[] leaf = memory.tables().leafOrNewLocked(block);
      if (Pte.isMissing(leaf[0])) {
        long bits = mapping.writeBits() | (kind.writes() ? Pte.DIRTY : 0);
        HugeEntries.fill(leaf, head, Pte.inherit(leaf[0], bits));
        for (int i = 0; i < Layout.ENTRIES; i++) {
          memory.frames().mapLocked(head + i);
        }
      }
    } finally {
      memory.frames().unlock();
      memory.tables().unlock();
    }
    return FaultOutcome.OK;
  }

  /** A read gets a page of its own too. */
  private FaultOutcome firstPrivate(FaultKind kind) {
    mapping.prepareAnon();
    int head = memory.frames().allocatePooled(Frames.ANONYMOUS, Hugetlb.claim(mapping));
    if (head == Frames.NONE) {
      return FaultOutcome.SIGBUS;
    }
    boolean filled;
    memory.tables().lock();
    try {
      long[] leaf = memory.tables().leafOrNewLocked(block);
      filled = Pte.isMissing(leaf[0]);
      if (filled) {
        HugeEntries.fill(leaf, head, Pte.inherit(leaf[0], bits(kind)));
      }
    } finally {
      memory.tables().unlock();
    }
    if (!filled) {
      Hugetlb.promiseAgain(mapping, 1);
      memory.frames().releaseHuge(head);
    }
    return FaultOutcome.OK;
  }

  private long bits(FaultKind kind) {
    return kind.writes() ? mapping.writeBits() | Pte.DIRTY : mapping.readBits();
  }

  private FaultOutcome present(long entry, FaultKind kind) {
    boolean lacksRight = kind.writes() && !Pte.isWritable(entry);
    if (!lacksRight && kind != FaultKind.UNSHARE) {
      return FaultOutcome.OK;
    }
    if (lacksRight && Pte.isUffdWp(entry)) {
      return protectedWrite();
    }
    if (mapping.isPrivate() && !CopyOnWrite.isExclusive(mapping, block, entry)) {
      return copy(entry, kind);
    }
    raise(entry, kind.writes() ? mapping.writeBits() | Pte.DIRTY : 0);
    return FaultOutcome.OK;
  }

  /** With WP_ASYNC the protection goes silently and the fault is taken again. */
  private FaultOutcome protectedWrite() {
    if (UserFaults.asks(mapping)) {
      return FaultOutcome.USERFAULT;
    }
    memory.tables().lock();
    try {
      long[] leaf = memory.tables().leafLocked(block);
      if (leaf != null) {
        Arrays.setAll(leaf, i -> leaf[i] & ~Pte.UFFD_WP);
      }
      return FaultOutcome.OK;
    } finally {
      memory.tables().unlock();
    }
  }

  private void raise(long old, long bits) {
    memory.tables().lock();
    try {
      long[] leaf = memory.tables().leafLocked(block);
      if (leaf != null && Pte.sameFrame(leaf[0], old)) {
        for (int i = 0; i < leaf.length; i++) {
          leaf[i] = leaf[i] & ~Pte.SHARED | bits;
        }
      }
    } finally {
      memory.tables().unlock();
    }
  }

  private FaultOutcome copy(long entry, FaultKind kind) {
    mapping.prepareAnon();
    int head = memory.frames().allocatePooled(Frames.ANONYMOUS, HugetlbPool.Claim.ANY);
    if (head == Frames.NONE) {
      return FaultOutcome.SIGBUS;
    }
    int unused = head;
    long section = memory.begin(InvalidationEvent.CLEAR, block, block + Layout.BLOCK);
    try {
      if (replace(entry, head, bits(kind))) {
        unused = Pte.frame(entry);
      }
    } finally {
      memory.end(section);
    }
    memory.frames().releaseHuge(unused);
    return FaultOutcome.OK;
  }

  private void keepContents(long[] leaf, long[] before) {
    memory.frames().lock();
    for (int i = 0; i < leaf.length; i++) {
      leaf[i] |= before[i] & Pte.DATA;
      memory.frames().contents().copyLocked(Pte.frame(before[i]), Pte.frame(leaf[i]));
    }
    memory.frames().unlock();
  }

  /** As for a single page: no device may see the copy before the original has gone. */
  private boolean replace(long old, int head, long bits) {
    memory.tables().lock();
    try {
      long[] leaf = memory.tables().leafLocked(block);
      if (leaf == null || !Pte.sameFrame(leaf[0], old)) {
        return false;
      }
      long[] before = leaf.clone();
      memory.changes().add(block, block + Layout.BLOCK);
      Arrays.fill(leaf, Pte.NONE);
      memory.flushAll(block, block + Layout.BLOCK);
      HugeEntries.fill(leaf, head, bits);
      keepContents(leaf, before);
      return true;
    } finally {
      memory.tables().unlock();
    }
  }
}
