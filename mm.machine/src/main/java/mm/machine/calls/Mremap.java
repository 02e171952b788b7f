package mm.machine.calls;

import java.util.Set;
import mm.machine.Errno;
import mm.machine.FileKind;
import mm.machine.RemapFlag;
import mm.machine.RemapRequest;
import mm.machine.faults.Populate;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;

/** Mremap: checks the request as a whole; {@link Remapping} handles one mapping. */
public final class Mremap {
  private final ProcessMemory memory;
  private final Set<RemapFlag> flags;
  private final long address;
  private final long oldLength;
  private final long newLength;
  private final long target;

  private Mremap(ProcessMemory memory, RemapRequest request) {
    this.memory = memory;
    flags = request.flags();
    address = request.address();
    oldLength = Layout.pageUp(request.oldLength());
    newLength = Layout.pageUp(request.newLength());
    target = request.target();
  }

  public static long run(ProcessMemory memory, RemapRequest request) {
    return new Mremap(memory, request).run();
  }

  private long run() {
    long error = check();
    if (error != 0) {
      return error;
    }
    Remapping whole = part(address, oldLength, newLength, target);
    long result;
    memory.mmapLock().writeLock().lock();
    try {
      boolean movesOnly = flags.contains(RemapFlag.FIXED) && oldLength == newLength;
      boolean each = movesOnly && memory.kernel().movesSeveralMappings();
      result = each ? moveEach() : whole.run();
    } finally {
      memory.mmapLock().writeLock().unlock();
    }
    if (whole.populates() && !Errno.isError(result)) {
      Populate.mapped(memory, result + oldLength, result + newLength);
    }
    return result;
  }

  private Remapping part(long start, long oldBytes, long newBytes, long to) {
    return new Remapping(memory, flags, start, oldBytes, newBytes, to);
  }

  private long check() {
    if (!Layout.isPageAligned(address)
        || address < 0
        || oldLength < 0
        || newLength <= 0
        || newLength > Layout.TASK_SIZE) {
      return Errno.EINVAL.result();
    }
    return flags.contains(RemapFlag.FIXED) || flags.contains(RemapFlag.DONTUNMAP)
        ? checkTarget()
        : 0;
  }

  private long checkTarget() {
    if (target < 0
        || target > Layout.TASK_SIZE - newLength
        || !Layout.isPageAligned(target)
        || !flags.contains(RemapFlag.MAYMOVE)
        || (flags.contains(RemapFlag.DONTUNMAP) && oldLength != newLength)
        || (address < target + newLength && target < address + oldLength)) {
      return Errno.EINVAL.result();
    }
    return memory.mappings().size() + 2 >= Layout.MAX_MAPPINGS - 3 ? Errno.ENOMEM.result() : 0;
  }

  /**
   * Moves every mapping of the range as by a call of its own, keeping the distances between them
   * (Linux 6.17). A range that starts in a hole is refused.
   */
  private long moveEach() {
    long end = address + oldLength;
    long result = Errno.EFAULT.result();
    for (long at = address; at < end; ) {
      Mapping mapping = memory.mappings().firstAfter(at);
      if (mapping == null || mapping.start() >= end) {
        break;
      }
      if (mapping.start() > address && at == address) {
        return Errno.EFAULT.result();
      }
      long start = Math.max(at, mapping.start());
      if (!movesWithOthers(mapping) && (at > address || mapping.end() < end)) {
        return Errno.EFAULT.result();
      }
      at = Math.min(mapping.end(), end);
      long moved = part(start, at - start, at - start, start - address + target).run();
      if (Errno.isError(moved)) {
        return moved;
      }
      result = target;
    }
    return result;
  }

  /** System V segments have an address search of their own, which need not keep to the target. */
  private static boolean movesWithOthers(Mapping mapping) {
    boolean segment = !mapping.isAnonymous() && mapping.backing().kind() == FileKind.SEGMENT;
    return !mapping.has(Flags.UFFD) && !segment;
  }
}
