package mm.machine.fileops;

import java.util.Set;
import mm.machine.Errno;
import mm.machine.SyncFlag;
import mm.machine.files.CachedFile;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;

/** Msync: writes the dirty pages of shared file mappings back, mapping by mapping. */
public final class Msync {
  private final ProcessMemory memory;
  private final Set<SyncFlag> flags;
  private final long end;
  private long at;
  private long error;

  private Msync(ProcessMemory memory, long start, long end, Set<SyncFlag> flags) {
    this.memory = memory;
    this.flags = flags;
    this.end = end;
    this.at = start;
  }

  public static long run(ProcessMemory memory, long address, long length, Set<SyncFlag> flags) {
    boolean both = flags.contains(SyncFlag.SYNC) && flags.contains(SyncFlag.ASYNC);
    if (!Layout.isPageAligned(address) || both) {
      return Errno.EINVAL.result();
    }
    long end = address + Layout.pageUp(length);
    if (address < 0 || length < 0 || end < address) {
      return Errno.ENOMEM.result();
    }
    return new Msync(memory, address, end, flags).run();
  }

  /** Holes are stepped over but make the whole ENOMEM; with ASYNC alone the first one ends it. */
  private long run() {
    while (at < end) {
      Part part = next();
      if (part == null) {
        return error;
      }
      if (part.file != null) {
        WriteBack.run(part.file, part.from, part.to);
      }
    }
    return error;
  }

  /** What one mapping asks to be written back; no file when that is nothing. */
  private record Part(CachedFile file, long from, long to) {}

  private Part next() {
    memory.mmapLock().readLock().lock();
    try {
      Mapping mapping = memory.mappings().firstAfter(at);
      if (mapping == null || mapping.start() >= end) {
        error = Errno.ENOMEM.result();
        return null;
      }
      return next(mapping);
    } finally {
      memory.mmapLock().readLock().unlock();
    }
  }

  private Part next(Mapping mapping) {
    if (at < mapping.start()) {
      error = Errno.ENOMEM.result();
      if (flags.equals(Set.of(SyncFlag.ASYNC))) {
        return null;
      }
      at = mapping.start();
    }
    if (flags.contains(SyncFlag.INVALIDATE) && mapping.has(Flags.LOCKED)) {
      error = Errno.EBUSY.result();
      return null;
    }
    long from = mapping.offsetAt(at);
    at = Math.min(mapping.end(), end);
    boolean writes = flags.contains(SyncFlag.SYNC) && !mapping.isPrivate();
    return new Part(writes ? mapping.backing() : null, from, mapping.offsetAt(at));
  }
}
