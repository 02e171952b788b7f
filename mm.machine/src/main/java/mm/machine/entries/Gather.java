package mm.machine.entries;

import java.util.Arrays;
import mm.machine.frames.Frames;
import mm.machine.memory.ProcessMemory;

/**
 * Frames taken out of page tables, on their way to be freed: first secondary TLBs are flushed, then
 * the frames' references dropped, as Linux {@code mmu_gather} does. Used by one thread.
 */
public final class Gather {
  private static final int BATCH = 8192;

  private final ProcessMemory memory;
  private int[] frames = new int[16];
  private int size;
  private long taken;
  private long start = Long.MAX_VALUE;
  private long end;

  public Gather(ProcessMemory memory) {
    this.memory = memory;
  }

  /** Notes that entries of a range were cleared or weakened. */
  void changed(long from, long to) {
    if (end == 0) {
      memory.owesFlush();
    }
    start = Math.min(start, from);
    end = Math.max(end, to);
  }

  /** Takes over an entry's frame, whose map count the caller holds; needs the frames' lock. */
  public void addLocked(int frame) {
    if (size == frames.length) {
      frames = Arrays.copyOf(frames, size * 4);
    }
    memory.frames().mapToReferenceLocked(frame);
    frames[size++] = frame;
    taken++;
  }

  /** Number of frames taken over so far. */
  public long taken() {
    return taken;
  }

  /** Frees what was gathered when it is a batch; between two leaf tables, possibly in a section. */
  void flushIfFull() {
    if (size >= BATCH) {
      flush();
    }
  }

  /** Flushes, then frees. */
  public void flush() {
    if (end > start) {
      memory.flushAll(start, end);
      memory.flushPaid();
    }
    start = Long.MAX_VALUE;
    end = 0;
    if (size > 0) {
      release();
    }
  }

  private void release() {
    Frames all = memory.frames();
    all.lock();
    try {
      all.releaseAllLocked(frames, size);
    } finally {
      all.unlock();
    }
    size = 0;
  }
}
