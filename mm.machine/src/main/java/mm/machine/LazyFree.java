package mm.machine;

import mm.api.InvalidationEvent;

/** MADV_FREE: pages stay, but may be freed without swap until they are written. */
final class LazyFree implements LeafVisitor {
  private final Frames frames;

  private LazyFree(Frames frames) {
    this.frames = frames;
  }

  static long apply(Mapping mapping, long start, long end) {
    if (mapping.has(Flags.LOCKED) || !mapping.isAnonymous()) {
      return Errno.EINVAL.result();
    }
    ProcessMemory memory = mapping.memory;
    long section = memory.begin(InvalidationEvent.CLEAR, start, end);
    try {
      memory.tables.walk(start, end, new LazyFree(memory.frames));
    } finally {
      memory.end(section);
    }
    memory.flush(start, end);
    return 0;
  }

  @Override
  public void leaf(long base, long[] entries, int from, int to) {
    frames.lock();
    try {
      for (int i = from; i < to; i++) {
        if (Pte.isPresent(entries[i]) && Pte.frame(entries[i]) != Frames.ZERO) {
          entries[i] &= ~Pte.DIRTY;
          frames.setLocked(Pte.frame(entries[i]), Frames.LAZY);
        }
      }
    } finally {
      frames.unlock();
    }
  }
}
