package mm.machine.frames;

import java.util.Arrays;

/**
 * What is known of each frame: its map count (entries that lead to it), its references (page cache,
 * pins, pages on their way to be freed), flags and generation. Seven bytes a frame, allocated in
 * chunks as frames are used. Frame 0 is the zero page: always there, never counted.
 *
 * <p>A <em>handle</em> names a frame together with its generation, which changes when the frame is
 * freed; generations of one frame repeat after 65,535 reuses.
 *
 * <p>A superclass of {@link Frames}, its only user, so that looking at a frame takes no step more.
 * Methods that end in {@code Locked} need its lock; the others may be called without it by who
 * knows that the frame stays in use.
 */
abstract class FrameTable {
  public static final int ZERO = 0;
  public static final int NONE = -1;

  /** Flag: private memory of a process, not the page cache's. */
  public static final byte ANONYMOUS = 1;

  /** Flag: may be freed without swap as long as it is not written (MADV_FREE). */
  public static final byte LAZY = 2;

  /** Flag: part of a huge page that has not been split. */
  public static final byte HUGE = 4;

  /** Flag: in a device's memory. */
  public static final byte DEVICE = 16;

  /** Flag: other page tables know the page by a slot of the swap area, so it is not exclusive. */
  public static final byte SWAPPED = 32;

  /** Flag: was found used when reclaim looked last. */
  public static final byte REFERENCED = 64;

  /** Flag: on one of the lists of pages to reclaim. */
  static final byte LISTED = (byte) 128;

  /** A count word: map count below, references above. A free frame's word is the next free one. */
  static final int REFERENCE = 1 << 20;

  private static final int CHUNK_SHIFT = 13;
  private static final int CHUNK = 1 << CHUNK_SHIFT;
  private static final int CHUNK_MASK = CHUNK - 1;

  private static final int MAP_MASK = REFERENCE - 1;
  private static final int MAX_REFERENCES = 2047;

  private int[][] counts = new int[0][];
  private char[][] generations = new char[0][];
  private byte[][] flags = new byte[0][];
  private int touched;

  FrameTable() {
    freshLocked(); // the zero page
  }

  /** How many frames were ever used, the zero page included. */
  final int touched() {
    return touched;
  }

  /** A frame that was never used before. */
  final int freshLocked() {
    int frame = touched++;
    if (frame >>> CHUNK_SHIFT == counts.length) {
      grow();
    }
    generations[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK] = 1;
    return frame;
  }

  private void grow() {
    int chunks = counts.length;
    counts = Arrays.copyOf(counts, chunks + 1);
    generations = Arrays.copyOf(generations, chunks + 1);
    flags = Arrays.copyOf(flags, chunks + 1);
    counts[chunks] = new int[CHUNK];
    generations[chunks] = new char[CHUNK];
    flags[chunks] = new byte[CHUNK];
  }

  /** Another entry leads to the frame. */
  public final void mapLocked(int frame) {
    if (frame != ZERO) {
      counts[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK]++;
    }
  }

  /** An entry takes over the caller's reference. */
  public final void referenceToMapLocked(int frame) {
    if (frame != ZERO) {
      counts[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK] += 1 - REFERENCE;
    }
  }

  /** The caller takes over an entry's count as a reference. */
  public final void mapToReferenceLocked(int frame) {
    if (frame != ZERO) {
      counts[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK] += REFERENCE - 1;
    }
  }

  public final void holdLocked(int frame) {
    if (frame == ZERO) {
      return;
    }
    if (references(frame) >= MAX_REFERENCES) {
      throw new IllegalStateException("frame " + frame + " has too many references");
    }
    counts[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK] += REFERENCE;
  }

  /** One reference less; what is left of the count word, 0 when the frame is to be freed. */
  final int dropLocked(int frame) {
    return counts[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK] -= REFERENCE;
  }

  /** The frame is freed: handles of it are no longer current. */
  final void renewLocked(int frame) {
    char[] chunk = generations[frame >>> CHUNK_SHIFT];
    if (++chunk[frame & CHUNK_MASK] == 0) {
      chunk[frame & CHUNK_MASK] = 1;
    }
  }

  /** The count word; of a free frame the number of the next free one. */
  final int word(int frame) {
    return counts[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK];
  }

  final void setWordLocked(int frame, int word) {
    counts[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK] = word;
  }

  /** A frame is given out. */
  final void startLocked(int frame, int word, byte kind) {
    counts[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK] = word;
    flags[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK] = kind;
  }

  /** Likewise of frames in a row, which lie in one chunk. */
  final void startAllLocked(int first, int frames, int word, byte kind) {
    int from = first & CHUNK_MASK;
    Arrays.fill(counts[first >>> CHUNK_SHIFT], from, from + frames, word);
    Arrays.fill(flags[first >>> CHUNK_SHIFT], from, from + frames, kind);
  }

  /** Who holds a translation to the frame may ask without the lock. */
  final int current(long handle) {
    int frame = (int) handle;
    if (!names(handle)) {
      throw new IllegalArgumentException("no such frame in use: " + Long.toHexString(handle));
    }
    return frame;
  }

  /** Whether the handle names a frame in its present generation. */
  final boolean names(long handle) {
    int frame = (int) handle;
    return frame >= 0 && frame < touched && handle(frame) == handle;
  }

  public final long handle(int frame) {
    return (long) generations[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK] << 32 | frame;
  }

  public final int mapCount(int frame) {
    return counts[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK] & MAP_MASK;
  }

  public final int references(int frame) {
    return counts[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK] >>> 20;
  }

  /** Whether a device holds a page of private memory. */
  public final boolean isPinned(int frame) {
    return frame != ZERO && references(frame) > 0 && has(frame, ANONYMOUS);
  }

  /** Whether it is a device's and no memory of the machine: private pages moved there are. */
  public final boolean isForeign(int frame) {
    return (flags(frame) & (DEVICE | ANONYMOUS)) == DEVICE;
  }

  final byte flags(int frame) {
    return flags[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK];
  }

  public final boolean has(int frame, byte flag) {
    return (flags[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK] & flag) != 0;
  }

  public final void setLocked(int frame, byte flag) {
    flags[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK] |= flag;
  }

  public final void clearLocked(int frame, byte flag) {
    flags[frame >>> CHUNK_SHIFT][frame & CHUNK_MASK] &= (byte) ~flag;
  }
}
