package mm.machine.calls;

import java.util.Set;
import mm.machine.Errno;
import mm.machine.RemapFlag;
import mm.machine.huge.Hugetlb;
import mm.machine.ksm.KsmBreak;
import mm.machine.memory.Flags;
import mm.machine.memory.GapSearch;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.vma.Joins;
import mm.machine.vma.Unmapping;

/** One mremap of one mapping; the mmap lock is held for writing. */
final class Remapping {
  private final ProcessMemory memory;
  private final Set<RemapFlag> flags;
  private final long address;
  private long newLength;
  private final long target;
  private long oldLength;
  private Mapping mapping;
  private boolean populates;

  Remapping(
      ProcessMemory memory,
      Set<RemapFlag> flags,
      long address,
      long oldLength,
      long newLength,
      long target) {
    this.memory = memory;
    this.flags = flags;
    this.address = address;
    this.oldLength = oldLength;
    this.newLength = newLength;
    this.target = target;
  }

  /** Whether pages behind the old length have to be made present, the mapping being locked. */
  boolean populates() {
    return populates;
  }

  /** The new address, or a negative error number. */
  long run() {
    mapping = memory.mappings().find(address);
    long error = check();
    if (error != 0) {
      return error;
    }
    return impliesMove() ? moveTo() : resize();
  }

  private boolean impliesMove() {
    return flags.contains(RemapFlag.FIXED) || flags.contains(RemapFlag.DONTUNMAP);
  }

  private long check() {
    if (mapping == null) {
      return Errno.EFAULT.result();
    }
    boolean stays = mapping.isForeign() && flags.contains(RemapFlag.DONTUNMAP);
    if (mapping.isHugetlb() && !alignHuge() || stays || !mayStayBehind()) {
      return Errno.EINVAL.result();
    }
    if (!impliesMove() && newLength <= oldLength) {
      return 0;
    }
    if (oldLength == 0 && mapping.isPrivate()) {
      return Errno.EINVAL.result();
    }
    boolean grows = mapping.isForeign() && newLength > oldLength;
    if (grows || Math.min(oldLength, newLength) > mapping.end() - address) {
      return Errno.EFAULT.result();
    }
    populates = newLength > oldLength && mapping.has(Flags.LOCKED);
    return 0;
  }

  /**
   * Hugetlb mappings move and shrink by whole pages, and cannot grow or leave the source behind.
   */
  private boolean alignHuge() {
    if (!memory.kernel().movesHugetlb()) {
      return false;
    }
    oldLength = Layout.up(oldLength, Layout.BLOCK);
    newLength = Layout.up(newLength, Layout.BLOCK);
    return Hugetlb.isAligned(address)
        && Hugetlb.isAligned(target)
        && newLength <= oldLength
        && !flags.contains(RemapFlag.DONTUNMAP);
  }

  /** Whether the mapping may be left behind without its pages, if that is asked for. */
  private boolean mayStayBehind() {
    return !flags.contains(RemapFlag.DONTUNMAP)
        || memory.kernel().leavesAnySourceMapped()
        || mapping.isAnonymous() && mapping.isPrivate();
  }

  private long moveTo() {
    if (flags.contains(RemapFlag.FIXED)) {
      long error = Unmapping.run(memory, target, target + newLength);
      if (error != 0) {
        return error;
      }
      mapping = memory.mappings().find(address);
      if (mapping == null) { // of length 0, it lay in the target itself
        return Errno.EFAULT.result();
      }
    }
    long error = oldLength > newLength ? shrink() : 0;
    if (error != 0) {
      return error;
    }
    long to = flags.contains(RemapFlag.FIXED) ? target : GapSearch.find(memory, target, newLength);
    return Errno.isError(to) ? to : move(to);
  }

  private long resize() {
    if (newLength == oldLength) {
      return address;
    }
    if (newLength < oldLength) {
      long error = shrink();
      return error != 0 ? error : address;
    }
    if (canGrowInPlace()) {
      return grow();
    }
    if (!flags.contains(RemapFlag.MAYMOVE)) {
      return Errno.ENOMEM.result();
    }
    long to = GapSearch.find(memory, 0, newLength);
    return Errno.isError(to) ? to : move(to);
  }

  /** Unmaps the tail. */
  private long shrink() {
    if (oldLength > Layout.TASK_SIZE - address) {
      return Errno.EINVAL.result();
    }
    long error = Unmapping.run(memory, address + newLength, address + oldLength);
    oldLength = newLength;
    mapping = memory.mappings().find(address);
    return error;
  }

  private boolean canGrowInPlace() {
    long grown = address + newLength;
    return mapping.end() - address == oldLength
        && grown <= Layout.TASK_SIZE
        && !memory.mappings().overlaps(mapping.end(), grown);
  }

  private long grow() {
    long end = mapping.end();
    Mapping more = mapping.copy(memory, end, end + newLength - oldLength, mapping.offsetAt(end));
    Joins.add(more, mapping);
    return address;
  }

  private long move(long to) {
    if (memory.mappings().size() >= Layout.MAX_MAPPINGS - 3) {
      return Errno.ENOMEM.result();
    }
    long error = KsmBreak.run(mapping, address, address + oldLength);
    if (error != 0) {
      return error;
    }
    Mapping copy = Joins.add(copyAt(to), mapping);
    mapping = memory.mappings().find(address);
    if (oldLength > 0) {
      TableMove.run(mapping, copy, address, to, oldLength);
      Hugetlb.promiseAgain(mapping, oldLength / Layout.BLOCK); // the copy has them, the source goes
    }
    copy.setFlags(copy.flags() & ~Flags.UFFD); // also of a duplicate
    if (oldLength > 0) {
      leaveSource(copy);
    }
    return to;
  }

  /** Memory without private pages counts its offsets anew, which makes it easier to join. */
  private Mapping copyAt(long to) {
    boolean fresh = mapping.isAnonymous() && mapping.anon() == null;
    long offset = fresh ? to >>> Layout.PAGE_SHIFT : mapping.offsetAt(address);
    return mapping.copy(memory, to, to + newLength, offset);
  }

  private void leaveSource(Mapping copy) {
    long end = address + oldLength;
    if (!flags.contains(RemapFlag.DONTUNMAP)) {
      Unmapping.run(memory, address, end);
      return;
    }
    mapping.setFlags(mapping.flags() & ~Flags.LOCKED);
    if (copy != mapping && mapping.start() == address && mapping.end() == end) {
      mapping.setAnon(null); // its pages have all gone
    }
  }
}
