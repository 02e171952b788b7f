package mm.machine.frames;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import mm.machine.PageContents;
import mm.spi.DeviceMemory;

/**
 * The page frames of the machine: which are given out, which are free. A frame is freed when its
 * map count and its references are both 0; what is known of each one, the {@link FrameTable} keeps.
 *
 * <p>A huge page is 512 frames in a row, counted one by one; after a split they are freed one by
 * one but given out again only together.
 *
 * <p>Methods that end in {@code Locked} need {@link #lock}, the others take it themselves.
 */
public final class Frames extends FrameTable {
  /** Flag: one of 512 frames in a row that are given out together, and free only together. */
  private static final byte RUN = 8;

  private static final int RUN_SHIFT = 9;
  private static final int RUN_FRAMES = 1 << RUN_SHIFT;
  private static final int RUNS_AT_A_TIME = 16;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Integer, DeviceMemory> devices = new HashMap<>();
  private final int limit;

  /** Guarded by the lock. */
  private final SwapArea swap = new SwapArea(this);

  /** Guarded by the lock. */
  private final Contents contents;

  /** How many frames of a run are in use. */
  private short[] usedOfRun = new short[0];

  /** Null until a group has a limit; guarded by the lock. */
  private Charges charges;

  /** Null until the first reclaim. */
  private volatile PageLists lists;

  private int firstFree = NONE;
  private int firstFreeRun = NONE;
  private int inUse;

  /** Guarded by the lock. */
  private final HugetlbPool pool = new HugetlbPool();

  private final LazyQueue lazyQueue = new LazyQueue(this);
  private final DirtyPages dirtyPages = new DirtyPages();

  public Frames(int limit, PageContents mode) {
    this.limit = limit;
    contents = new Contents(mode);
  }

  public SwapArea swap() {
    return swap;
  }

  public Contents contents() {
    return contents;
  }

  public LazyQueue lazyQueue() {
    return lazyQueue;
  }

  public DirtyPages dirtyPages() {
    return dirtyPages;
  }

  public void lock() {
    lock.lock();
  }

  public void unlock() {
    lock.unlock();
  }

  public int inUse() {
    lock.lock();
    try {
      return inUse;
    } finally {
      lock.unlock();
    }
  }

  /** Gives a frame with one reference, or {@link #NONE} when the limit is reached. */
  public int allocate(byte initialFlags) {
    lock.lock();
    try {
      return inUse < limit ? allocateLocked(initialFlags) : NONE;
    } finally {
      lock.unlock();
    }
  }

  /** A frame of a device's, which is never in use and never freed. */
  public int allocateForeign() {
    lock.lock();
    try {
      int frame = freshLocked();
      startLocked(frame, REFERENCE, DEVICE);
      return frame;
    } finally {
      lock.unlock();
    }
  }

  /** Like {@link #allocate} but from the reserve beyond the limit, for changes that cannot fail. */
  public int allocateLocked(byte initialFlags) {
    int frame = firstFree;
    if (frame == NONE) {
      frame = freshLocked();
    } else {
      firstFree = word(frame);
    }
    startLocked(frame, REFERENCE, initialFlags);
    inUse++;
    if (lists != null) {
      lists.arrivedLocked(frame);
    }
    return frame;
  }

  /** Which group each page is charged to; kept from the first call on. */
  public Charges chargesLocked() {
    if (charges == null) {
      charges = new Charges();
    }
    return charges;
  }

  /** The lists of pages to reclaim; null before {@link #track}. */
  public PageLists lists() {
    return lists;
  }

  /** Keeps lists of pages from now on. */
  public void track() {
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
  public int allocateLocked(DeviceMemory memory) {
    int frame = allocateLocked((byte) (ANONYMOUS | DEVICE));
    devices.put(frame, memory);
    return frame;
  }

  /** The memory that a frame is in; null unless it is a device's. */
  public DeviceMemory deviceOf(int frame) {
    lock.lock();
    try {
      return devices.get(frame);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives the frames of a huge page, 512 in a row from a multiple of 512 on, each with the map
   * count of the entry that will lead to it.
   *
   * @return the first one, or {@link #NONE} when not so many are left
   */
  public int allocateHuge() {
    lock.lock();
    try {
      return limit - inUse >= RUN_FRAMES
          ? allocateHugeLocked((byte) (ANONYMOUS | HUGE | RUN))
          : NONE;
    } finally {
      lock.unlock();
    }
  }

  public void setPool(int pages) {
    lock.lock();
    pool.resizeLocked(pages);
    lock.unlock();
  }

  /** The hugetlb pool, to promise pages of. */
  public HugetlbPool poolLocked() {
    return pool;
  }

  /** Like {@link #allocateHuge} from the hugetlb pool; {@link #NONE} when it has none to claim. */
  public int allocatePooled(byte initialFlags, HugetlbPool.Claim claim) {
    lock.lock();
    try {
      boolean fits = pool.mayTakeLocked(claim) && limit - inUse >= RUN_FRAMES;
      return fits ? allocatePooledLocked(initialFlags, claim) : NONE;
    } finally {
      lock.unlock();
    }
  }

  /** Like {@link #allocatePooled} but beyond the pool, for changes that cannot fail. */
  public int allocatePooledLocked(byte initialFlags) {
    return allocatePooledLocked(initialFlags, HugetlbPool.Claim.ANY);
  }

  private int allocatePooledLocked(byte initialFlags, HugetlbPool.Claim claim) {
    int head = allocateHugeLocked((byte) (initialFlags | RUN));
    pool.takenLocked(head >>> RUN_SHIFT, claim);
    return head;
  }

  private int allocateHugeLocked(byte kind) {
    int head = firstFreeRun;
    if (head == NONE) {
      head = freshRunLocked();
    } else {
      firstFreeRun = word(head);
    }
    startAllLocked(head, RUN_FRAMES, 1, kind);
    usedOfRun[head >>> RUN_SHIFT] = RUN_FRAMES;
    inUse += RUN_FRAMES;
    return head;
  }

  /** Frames before the next multiple of 512 are left for single pages. */
  private int freshRunLocked() {
    while ((touched() & RUN_FRAMES - 1) != 0) {
      int skipped = freshLocked();
      setWordLocked(skipped, firstFree);
      firstFree = skipped;
    }
    int head = touched();
    for (int i = 0; i < RUN_FRAMES; i++) {
      freshLocked();
    }
    int run = head >>> RUN_SHIFT;
    if (run >= usedOfRun.length) {
      usedOfRun = Arrays.copyOf(usedOfRun, run + RUNS_AT_A_TIME);
    }
    return head;
  }

  public void releaseLocked(int frame) {
    if (frame == ZERO) {
      return;
    }
    if (dropLocked(frame) == 0) {
      freeLocked(frame);
    }
  }

  public void release(int frame) {
    lock.lock();
    try {
      releaseLocked(frame);
    } finally {
      lock.unlock();
    }
  }

  /** Drops one reference of each of some frames. */
  public void releaseAllLocked(int[] released, int size) {
    for (int i = 0; i < size; i++) {
      releaseLocked(released[i]);
    }
  }

  private void freeLocked(int frame) {
    byte kind = flags(frame);
    if ((kind & (SWAPPED | DEVICE)) != 0 || contents.knowsAny()) {
      forgetLocked(frame, kind);
    }
    if (charges != null) {
      charges.freedLocked(frame);
    }
    dirtyPages.removeLocked(frame);
    renewLocked(frame);
    inUse--;
    if ((kind & RUN) != 0) {
      freeOfRunLocked(frame);
      return;
    }
    setWordLocked(frame, firstFree);
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
      pool.freedLocked(frame >>> RUN_SHIFT);
      int head = headOf(frame);
      setWordLocked(head, firstFreeRun);
      firstFreeRun = head;
    }
  }

  /** The first frame of the huge page that a frame is part of. */
  public static int headOf(int frame) {
    return frame & -RUN_FRAMES;
  }

  /** Takes back a huge page that nothing leads to yet. */
  public void releaseHuge(int head) {
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
  public void unpin(long handle) {
    lock.lock();
    try {
      releaseLocked(current(handle));
    } finally {
      lock.unlock();
    }
  }

  /** Whether the frame is still in the generation of the handle, that is, not freed since. */
  public boolean isCurrent(long handle) {
    lock.lock();
    try {
      return names(handle);
    } finally {
      lock.unlock();
    }
  }

  /** What a frame holds, as a device reads it; a handle of an earlier generation is refused. */
  public long load(long handle) {
    return contents.load(current(handle));
  }

  /** Likewise, as a device writes it. */
  public void store(long handle, long value) {
    int frame = current(handle);
    if (frame == ZERO) {
      throw new IllegalArgumentException("a device writes to the zero page");
    }
    contents.store(frame, value);
  }

  /** Likewise, as a device copies it. */
  public void copy(long from, long to) {
    lock.lock();
    try {
      contents.copyLocked(current(from), current(to));
    } finally {
      lock.unlock();
    }
  }

  /** Whether a frame is part of a page of the hugetlb pool. */
  public boolean isPooled(int frame) {
    lock.lock();
    try {
      return pool.holdsLocked(frame >>> RUN_SHIFT);
    } finally {
      lock.unlock();
    }
  }

  /** Which of the frames ever used are free now. */
  public boolean[] freeLocked() {
    boolean[] free = new boolean[touched()];
    for (int frame = firstFree; frame != NONE; frame = word(frame)) {
      free[frame] = true;
    }
    for (int head = firstFreeRun; head != NONE; head = word(head)) {
      Arrays.fill(free, head, head + RUN_FRAMES, true);
    }
    return free;
  }
}
