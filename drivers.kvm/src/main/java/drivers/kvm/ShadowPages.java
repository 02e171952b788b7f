package drivers.kvm;

import java.util.Arrays;
import mm.spi.Access;
import mm.spi.TranslationVisitor;

/**
 * The shadow entries of a machine by guest page number. Guarded by the mmu lock.
 *
 * <p>Blocks of 64 pages in an array sorted by their number; empty blocks are taken out. So a range
 * costs a binary search and the blocks held in it, however many pages it names, and nothing is
 * allocated but in {@link #set}.
 */
final class ShadowPages {
  private long[] numbers = new long[16];
  private ShadowBlock[] blocks = new ShadowBlock[16];
  private int blockCount;
  private long size;

  /**
   * How many entries there are.
   *
   * @return entries held
   */
  long size() {
    return size;
  }

  /**
   * Enters a page, or replaces its entry.
   *
   * @return how many entries were replaced: 0 or 1
   */
  int set(long page, long frame, Access rights) {
    ShadowBlock block = blockFor(page >>> ShadowBlock.SHIFT);
    int replaced = block.holds(index(page)) ? 1 : 0;
    size += 1 - replaced;
    block.set(index(page), frame, rights);
    return replaced;
  }

  /** Uses an entry, if it is there and its rights are enough. */
  boolean touch(long page, Access access) {
    int at = find(page);
    return at >= 0 && blocks[at].touch(index(page), access);
  }

  /** Where an entry that is there leads. */
  long frame(long page) {
    return blocks[find(page)].frame(index(page));
  }

  /** Points an entry at another frame; a page without entry stays without. */
  void repoint(long page, long frame) {
    int at = find(page);
    if (at >= 0 && blocks[at].holds(index(page))) {
      blocks[at].repoint(index(page), frame);
    }
  }

  /** Tells whether a page was accessed since it was last aged. */
  boolean young(long page) {
    int at = find(page);
    return at >= 0 && blocks[at].young(index(page));
  }

  /** Forgets that pages of {@code [from, to)} were accessed, and tells whether one was. */
  boolean age(long from, long to) {
    boolean young = false;
    int end = lowerBound(last(to) + 1);
    for (int i = lowerBound(from >>> ShadowBlock.SHIFT); i < end; i++) {
      young |= blocks[i].age(mask(numbers[i], from, to));
    }
    return young;
  }

  /**
   * Drops the entries of {@code [from, to)}.
   *
   * @return how many there were
   */
  long drop(long from, long to) {
    long before = size;
    int start = lowerBound(from >>> ShadowBlock.SHIFT);
    int end = lowerBound(last(to) + 1);
    int kept = start;
    for (int i = start; i < end; i++) {
      size -= blocks[i].drop(mask(numbers[i], from, to));
      if (!blocks[i].isEmpty()) {
        numbers[kept] = numbers[i];
        blocks[kept++] = blocks[i];
      }
    }
    remove(kept, end);
    return before - size;
  }

  /** Shows the entries of {@code [from, to)}, by page number. */
  void forEach(long from, long to, TranslationVisitor visitor) {
    int end = lowerBound(last(to) + 1);
    for (int i = lowerBound(from >>> ShadowBlock.SHIFT); i < end; i++) {
      long base = numbers[i] << ShadowBlock.SHIFT;
      int stop = (int) Math.min(to - base, ShadowBlock.PAGES);
      for (int page = (int) Math.max(from - base, 0); page < stop; page++) {
        if (blocks[i].holds(page)) {
          visitor.visit(base + page, blocks[i].frame(page), blocks[i].rights(page));
        }
      }
    }
  }

  private static int index(long page) {
    return (int) page & (ShadowBlock.PAGES - 1);
  }

  private static long last(long to) {
    return (to - 1) >>> ShadowBlock.SHIFT;
  }

  /** The bits of those pages of a block, which has some, that lie in {@code [from, to)}. */
  private static long mask(long number, long from, long to) {
    long base = number << ShadowBlock.SHIFT;
    long low = Math.max(from - base, 0);
    long high = Math.min(to - base, ShadowBlock.PAGES);
    return -1L << low & -1L >>> (ShadowBlock.PAGES - high);
  }

  private int find(long page) {
    return Arrays.binarySearch(numbers, 0, blockCount, page >>> ShadowBlock.SHIFT);
  }

  private int lowerBound(long number) {
    int at = Arrays.binarySearch(numbers, 0, blockCount, number);
    return at >= 0 ? at : -at - 1;
  }

  private ShadowBlock blockFor(long number) {
    int at = Arrays.binarySearch(numbers, 0, blockCount, number);
    return at >= 0 ? blocks[at] : insert(-at - 1, number);
  }

  private ShadowBlock insert(int at, long number) {
    if (blockCount == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * blockCount);
      blocks = Arrays.copyOf(blocks, 2 * blockCount);
    }
    System.arraycopy(numbers, at, numbers, at + 1, blockCount - at);
    System.arraycopy(blocks, at, blocks, at + 1, blockCount - at);
    blockCount++;
    numbers[at] = number;
    return blocks[at] = new ShadowBlock();
  }

  private void remove(int from, int to) {
    if (from < to) {
      System.arraycopy(numbers, to, numbers, from, blockCount - to);
      System.arraycopy(blocks, to, blocks, from, blockCount - to);
      int left = blockCount - (to - from);
      Arrays.fill(blocks, left, blockCount, null);
      blockCount = left;
    }
  }
}
