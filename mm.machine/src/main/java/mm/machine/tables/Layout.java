package mm.machine.tables;

import mm.api.AddressRange;

/** Sizes and addresses of the simulated x86-64 machine. */
public final class Layout {
  public static final int PAGE_SHIFT = AddressRange.PAGE_SHIFT;
  public static final long PAGE = AddressRange.PAGE_SIZE;

  /** Entries of a table, on every level. */
  public static final int ENTRIES = 512;

  /** What one leaf table covers: 2 MiB. */
  static final int BLOCK_SHIFT = PAGE_SHIFT + 9;

  public static final long BLOCK = 1L << BLOCK_SHIFT;

  /** What one table of the middle level covers: 1 GiB. */
  static final int SLOT_SHIFT = BLOCK_SHIFT + 9;

  public static final long SLOT = 1L << SLOT_SHIFT;

  /** What one entry of the top level covers: 512 GiB. */
  static final int TOP_SHIFT = SLOT_SHIFT + 9;

  public static final long TOP = 1L << TOP_SHIFT;

  /** End of user addresses with four levels. */
  public static final long TASK_SIZE = 0x7fff_ffff_f000L;

  /** The tables' lower half covers addresses of so many bits. */
  static final int USER_BITS = 47;

  public static final long USER_END = 1L << USER_BITS;

  /** Below this, addresses without a wish are found top down; what is above is the stack's. */
  public static final long MMAP_BASE = 0x7fff_f000_0000L;

  /** Where the search goes on when nothing is free below. */
  public static final long LOWEST = 0x1_0000L;

  public static final long HEAP_START = 0x5555_5580_0000L;

  /** Linux {@code sysctl_max_map_count}. */
  public static final int MAX_MAPPINGS = 65530;

  private Layout() {}

  public static long down(long address, long size) {
    return address & -size;
  }

  public static long up(long address, long size) {
    return (address + size - 1) & -size;
  }

  public static long pageDown(long address) {
    return address & -PAGE;
  }

  public static long pageUp(long address) {
    return up(address, PAGE);
  }

  public static boolean isPageAligned(long address) {
    return (address & (PAGE - 1)) == 0;
  }

  /** Whether a range that is not empty can be one of a program (Linux {@code validate_range}). */
  public static boolean isUserRange(long address, long length) {
    return isPageAligned(address)
        && isPageAligned(length)
        && length > 0
        && address >= 0
        && address <= TASK_SIZE
        && length <= TASK_SIZE - address;
  }
}
