package mm.machine;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import mm.spi.DeviceMemory;

/**
 * The page frames of the machine.
 *
 * <p>Frame 0 is the zero page: always there, never counted. Every other frame in use has a map
 * count (entries that lead to it) and references (page cache, pins, pages on their way to be
 * freed); it is freed when both are 0. Seven bytes a frame, allocated in chunks as frames are used.
 *
 * <p>A huge page is 512 frames in a row, counted one by one; after a split they are freed one by
 * one but given out again only together.
 *
 * <p>A <em>handle</em> names a frame together with its generation, which changes when the frame is
 * freed; generations of one frame repeat after 65,535 reuses.
 *
 * <p>Methods that end in {@code Locked} need {@link #lock}, the others take it themselves.
 */
final class Frames {
  static final int ZERO = 0;
  static final int NONE = -1;

  /** Flag: private memory of a process, not the page cache's. */
  static final byte ANONYMOUS = 1;

  /** Flag: may be freed without swap as long as it is not written (MADV_FREE). */
  static final byte LAZY = 2;

  /** Flag: part of a huge page that has not been split. */
  static final byte HUGE = 4;

  /** Flag: in a device's memory. */
  static final byte DEVICE = 16;

  /** Flag: other page tables know the page by a slot of the swap area, so it is not exclusive. */
  static final byte SWAPPED = 32;

  /** Flag: was found used when reclaim looked last. */
  static final byte REFERENCED = 64;

  /** Flag: on one of the lists of pages to reclaim. */
  static final byte LISTED = (byte) 128;

  /** Flag: one of 512 frames in a row that are given out together, and free only together. */
  private static final byte RUN = 8;

  private static final int RUN_SHIFT = 9;
  private static final int RUN_FRAMES = 1 << RUN_SHIFT;
  private static final int CHUNK_SHIFT = 13;
  private static final int CHUNK = 1 << CHUNK_SHIFT;
  private static final int CHUNK_MASK = CHUNK - 1;

  /** A count word: map count below, references above. A free frame's word is the next free one. */
  private static final int REFERENCE = 1 << 20;

  private static final int MAP_MASK = REFERENCE - 1;
  private static final int MAX_REFERENCES = 2047;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Integer, DeviceMemory> devices = new HashMap<>();
  private final int limit;

  /** Guarded by the lock. */
  final SwapArea swap = new SwapArea(this);

  /** Guarded by the lock. */
  final Contents contents;

  private int[][] counts = new int[0][];
  private char[][] generations = new char[0][];
  private byte[][] flags = new byte[0][];

  /** How many frames of a run are in use. */
  private short[] usedOfRun = new short[0];

  /** Null until the first reclaim. */
  private volatile PageLists lists;

  private int firstFree = NONE;
  private int firstFreeRun = NONE;
  private int touched;
  private int inUse;

  /** Pages of the hugetlb pool, and how many of them are in use. */
  private int poolPages;

  private int pooledInUse;

  /** By number of run: whether it is a page of the pool; these are never split. */
  private final BitSet pooled = new BitSet();

  Frames(int limit, PageContents mode) {
    this.limit = limit;
    contents = new Contents(mode);
    touched = 1; // frame 0
    grow();
    generations[0][0] = 1;
  }

  void lock() {
    lock.lock();
  }

  void unlock() {
    lock.unlock();
  }

  int inUse() {
    lock.lock();
    try {
      return inUse;
    } finally {
      lock.unlock();
    }
  }

  /** Gives a frame with one reference, or {@link #NONE} when the limit is reached. */
  int allocate(byte initialFlags) {
    lock.lock();
    try {
      return inUse < limit ? allocateLocked(initialFlags) : NONE;
    } finally {
      lock.unlock();
    }
  }

  /** Like {@link #allocate} but from the reserve beyond the limit, for changes that cannot fail. */
  int allocateLocked(byte initialFlags) {
    int frame = firstFree;
    if (frame == NONE) {
      frame = freshLocked();
    } else {
      firstFree = counts[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK];
    }
    counts[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK] = REFERENCE;
    flags[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK] = initialFlags;
    inUse++;
    if (lists != null) {
      lists.arrivedLocked(frame);
    }
    return frame;
  }

  /** The lists of pages to reclaim; null before {@link #track}. */
  PageLists lists() {
    return lists;
  }

  /** Keeps lists of pages from now on. */
  void track() {
    lock.lock();
    try {
      if (lists == null) {
        lists = new PageLists(this);
      }
    } finally {
      lock.unlock();
    }
  }

  /** A frame in a device's memory, with one reference; room for it was reserved. */
  int allocateLocked(DeviceMemory memory) {
    int frame = allocateLocked((byte) (ANONYMOUS | DEVICE));
    devices.put(frame, memory);
    return frame;
  }

  /** The memory that a frame is in; null unless it is a device's. */
  DeviceMemory deviceOf(int frame) {
    lock.lock();
    try {
      return devices.get(frame);
    } finally {
      lock.unlock();
    }
  }

  private int freshLocked() {
    int frame = touched++;
    if (frame >>> CHUNK_SHIFT == counts.length) {
      grow();
    }
    generations[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK] = 1;
    return frame;
  }

  /**
   * Gives the frames of a huge page, 512 in a row from a multiple of 512 on, each with the map
   * count of the entry that will lead to it.
   *
   * @return the first one, or {@link #NONE} when not so many are left
   */
  int allocateHuge() {
    lock.lock();
    try {
      return limit - inUse >= RUN_FRAMES
          ? allocateHugeLocked((byte) (ANONYMOUS | HUGE | RUN))
          : NONE;
    } finally {
      lock.unlock();
    }
  }

  void setPool(int pages) {
    lock.lock();
    poolPages = pages;
    lock.unlock();
  }

  /** Like {@link #allocateHuge} from the hugetlb pool; {@link #NONE} when that is used up. */
  int allocatePooled(byte initialFlags) {
    lock.lock();
    try {
      boolean fits = pooledInUse < poolPages && limit - inUse >= RUN_FRAMES;
      return fits ? allocatePooledLocked(initialFlags) : NONE;
    } finally {
      lock.unlock();
    }
  }

  /** Like {@link #allocatePooled} but beyond the pool, for changes that cannot fail. */
  int allocatePooledLocked(byte initialFlags) {
    pooledInUse++;
    int head = allocateHugeLocked((byte) (initialFlags | RUN));
    pooled.set(head >>> RUN_SHIFT);
    return head;
  }

  private int allocateHugeLocked(byte kind) {
    int head = firstFreeRun;
    if (head == NONE) {
      head = freshRunLocked();
    } else {
      firstFreeRun = counts[head >>> CHUNK_SHIFT][head & CHUNK_MASK];
    }
    int from = head & CHUNK_MASK;
    Arrays.fill(counts[head >>> CHUNK_SHIFT], from, from + RUN_FRAMES, 1);
    Arrays.fill(flags[head >>> CHUNK_SHIFT], from, from + RUN_FRAMES, kind);
    usedOfRun[head >>> RUN_SHIFT] = RUN_FRAMES;
    inUse += RUN_FRAMES;
    return head;
  }

  /** Frames before the next multiple of 512 are left for single pages. */
  private int freshRunLocked() {
    while ((touched & RUN_FRAMES - 1) != 0) {
      int skipped = freshLocked();
      counts[skipped >>> CHUNK_SHIFT][skipped & CHUNK_MASK] = firstFree;
      firstFree = skipped;
    }
    int head = touched;
    for (int i = 0; i < RUN_FRAMES; i++) {
      freshLocked();
    }
    return head;
  }

  private void grow() {
    int chunks = counts.length;
    counts = Arrays.copyOf(counts, chunks + 1);
    generations = Arrays.copyOf(generations, chunks + 1);
    flags = Arrays.copyOf(flags, chunks + 1);
    counts[chunks] = new int[CHUNK];
    generations[chunks] = new char[CHUNK];
    flags[chunks] = new byte[CHUNK];
    usedOfRun = Arrays.copyOf(usedOfRun, counts.length * (CHUNK / RUN_FRAMES));
  }

  /** Another entry leads to the frame. */
  void mapLocked(int frame) {
    if (frame != ZERO) {
      counts[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK]++;
    }
  }

  /** An entry takes over the caller's reference. */
  void referenceToMapLocked(int frame) {
    if (frame != ZERO) {
      counts[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK] += 1 - REFERENCE;
    }
  }

  /** The caller takes over an entry's count as a reference. */
  void mapToReferenceLocked(int frame) {
    if (frame != ZERO) {
      counts[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK] += REFERENCE - 1;
    }
  }

  void holdLocked(int frame) {
    if (frame == ZERO) {
      return;
    }
    if (references(frame) >= MAX_REFERENCES) {
      throw new IllegalStateException("frame " + frame + " has too many references");
    }
    counts[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK] += REFERENCE;
  }

  void releaseLocked(int frame) {
    if (frame == ZERO) {
      return;
    }
    int[] chunk = counts[frame >>> CHUNK_SHIFT];
    int left = chunk[frame & CHUNK_MASK] -= REFERENCE;
    if (left == 0) {
      freeLocked(frame, chunk);
    }
  }

  void release(int frame) {
    lock.lock();
    try {
      releaseLocked(frame);
    } finally {
      lock.unlock();
    }
  }

  /** Drops one reference of each of some frames. */
  void releaseAllLocked(int[] released, int size) {
    for (int i = 0; i < size; i++) {
      releaseLocked(released[i]);
    }
  }

  private void freeLocked(int frame, int[] chunk) {
    int index = frame & CHUNK_MASK;
    byte kind = flags[frame >>> CHUNK_SHIFT][index];
    if ((kind & (SWAPPED | DEVICE)) != 0 || contents.knowsAny()) {
      forgetLocked(frame, kind);
    }
    char[] generation = generations[frame >>> CHUNK_SHIFT];
    if (++generation[index] == 0) {
      generation[index] = 1;
    }
    inUse--;
    if ((kind & RUN) != 0) {
      freeOfRunLocked(frame);
      return;
    }
    chunk[index] = firstFree;
    firstFree = frame;
  }

  private void forgetLocked(int frame, byte kind) {
    contents.freedLocked(frame);
    if ((kind & SWAPPED) != 0) {
      swap.forgetLocked(frame);
    }
    if ((kind & DEVICE) != 0) {
      devices.remove(frame).release(handle(frame));
    }
  }

  private void freeOfRunLocked(int frame) {
    if (--usedOfRun[frame >>> RUN_SHIFT] == 0) {
      if (pooled.get(frame >>> RUN_SHIFT)) {
        pooled.clear(frame >>> RUN_SHIFT);
        pooledInUse--;
      }
      int head = headOf(frame);
      counts[head >>> CHUNK_SHIFT][head & CHUNK_MASK] = firstFreeRun;
      firstFreeRun = head;
    }
  }

  /** The first frame of the huge page that a frame is part of. */
  static int headOf(int frame) {
    return frame & -RUN_FRAMES;
  }

  /** Takes back a huge page that nothing leads to yet. */
  void releaseHuge(int head) {
    lock.lock();
    try {
      for (int frame = head; frame < head + RUN_FRAMES; frame++) {
        mapToReferenceLocked(frame);
        releaseLocked(frame);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Drops a reference given by name; a handle of an earlier generation is refused. */
  void unpin(long handle) {
    lock.lock();
    try {
      releaseLocked(current(handle));
    } finally {
      lock.unlock();
    }
  }

  /** Whether the frame is still in the generation of the handle, that is, not freed since. */
  boolean isCurrent(long handle) {
    lock.lock();
    try {
      int frame = (int) handle;
      return frame >= 0 && frame < touched && handle(frame) == handle;
    } finally {
      lock.unlock();
    }
  }

  /** What a frame holds, as a device reads it; a handle of an earlier generation is refused. */
  long load(long handle) {
    return contents.load(current(handle));
  }

  /** Likewise, as a device writes it. */
  void store(long handle, long value) {
    int frame = current(handle);
    if (frame == ZERO) {
      throw new IllegalArgumentException("a device writes to the zero page");
    }
    contents.store(frame, value);
  }

  /** Likewise, as a device copies it. */
  void copy(long from, long to) {
    lock.lock();
    try {
      contents.copyLocked(current(from), current(to));
    } finally {
      lock.unlock();
    }
  }

  /** Who holds a translation to the frame may ask without the lock. */
  private int current(long handle) {
    int frame = (int) handle;
    if (frame < 0 || frame >= touched || handle(frame) != handle) {
      throw new IllegalArgumentException("no such frame in use: " + Long.toHexString(handle));
    }
    return frame;
  }

  /** Whether a frame is part of a page of the hugetlb pool. */
  boolean isPooled(int frame) {
    lock.lock();
    try {
      return pooled.get(frame >>> RUN_SHIFT);
    } finally {
      lock.unlock();
    }
  }

  /** Which of the frames ever used are free now. */
  boolean[] freeLocked() {
    boolean[] free = new boolean[touched];
    for (int frame = firstFree; frame != NONE; frame = word(frame)) {
      free[frame] = true;
    }
    for (int head = firstFreeRun; head != NONE; head = word(head)) {
      Arrays.fill(free, head, head + RUN_FRAMES, true);
    }
    return free;
  }

  private int word(int frame) {
    return counts[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK];
  }

  long handle(int frame) {
    return (long) generations[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK] << 32 | frame;
  }

  int mapCount(int frame) {
    return counts[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK] & MAP_MASK;
  }

  int references(int frame) {
    return counts[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK] >>> 20;
  }

  boolean has(int frame, byte flag) {
    return (flags[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK] & flag) != 0;
  }

  void setLocked(int frame, byte flag) {
    flags[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK] |= flag;
  }

  void clearLocked(int frame, byte flag) {
    flags[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK] &= (byte) ~flag;
  }
}
