package mm.api;

/**
 * A half-open, page-aligned, non-empty range of addresses: {@code [start, end)}.
 *
 * <p>Hot paths pass the two bounds as plain {@code long}s; this type is for everything else.
 *
 * @param start first address, in bytes, a multiple of {@link #PAGE_SIZE}, at least 0
 * @param end first address after the range, a multiple of {@link #PAGE_SIZE}, at most {@link #TOP}
 */
public record AddressRange(long start, long end) implements Comparable<AddressRange> {
  /** Size of a page in bytes. */
  public static final int PAGE_SIZE = 4096;

  /** Binary logarithm of {@link #PAGE_SIZE}. */
  public static final int PAGE_SHIFT = 12;

  /** The highest end a range can have: the largest page-aligned signed address. */
  public static final long TOP = Long.MAX_VALUE & -PAGE_SIZE;

  /** The bits that no bound has: the sign and what is below a page. */
  private static final long NO_ADDRESS = ~TOP;

  /** The whole address space, what Linux writes as {@code 0, ULONG_MAX}. */
  public static final AddressRange WHOLE = new AddressRange(0, TOP);

  /**
   * Checks the bounds.
   *
   * @param start first address, in bytes, a multiple of {@link #PAGE_SIZE}, at least 0
   * @param end first address after the range, a multiple of {@link #PAGE_SIZE}, at most {@link
   *     #TOP}
   * @throws ContractException R2.9 when the range is empty, unaligned or leaves {@code [0, TOP)}
   */
  public AddressRange {
    check(start, end);
  }

  /**
   * Checks that two bounds make a valid range; costs two compares when they do.
   *
   * @param start first address in bytes
   * @param end first address after the range
   * @throws ContractException R2.9 when the range is empty, unaligned or leaves {@code [0, TOP)}
   */
  public static void check(long start, long end) {
    if (end <= start || ((start | end) & NO_ADDRESS) != 0) {
      throw invalid(start, end);
    }
  }

  private static ContractException invalid(long start, long end) {
    String fault =
        start < 0 || end < 0
            ? "leaves the address space [0, 0x" + Long.toHexString(TOP) + ")"
            : end <= start ? "is empty" : "is not page aligned";
    return new ContractException(Rule.R2_9, "range " + text(start, end) + " " + fault);
  }

  /**
   * The smallest range of whole pages that covers some bytes.
   *
   * @param address first byte
   * @param length number of bytes, at least 1
   * @return the covering range
   * @throws ContractException R2.9 when nothing is left or the range leaves {@code [0, TOP)}
   */
  public static AddressRange covering(long address, long length) {
    long start = address & -PAGE_SIZE;
    return new AddressRange(start, (address + length + PAGE_SIZE - 1) & -PAGE_SIZE);
  }

  /**
   * One page.
   *
   * @param address any address in the page
   * @return the page's range
   */
  public static AddressRange page(long address) {
    return covering(address, 1);
  }

  /**
   * The form every message and report uses.
   *
   * @param start first address
   * @param end first address after the range
   * @return {@code [0x1000, 0x3000)}
   */
  public static String text(long start, long end) {
    return "[0x" + Long.toHexString(start) + ", 0x" + Long.toHexString(end) + ")";
  }

  /**
   * Tells whether two ranges share an address.
   *
   * @param from first address of the other range
   * @param to first address after the other range
   * @return true when they share at least one address
   */
  public boolean overlaps(long from, long to) {
    return start < to && from < end;
  }

  /**
   * Tells whether an address lies in this range.
   *
   * @param address the address
   * @return true when {@code start <= address < end}
   */
  public boolean contains(long address) {
    return start <= address && address < end;
  }

  /**
   * Size of the range.
   *
   * @return bytes, a positive multiple of {@link #PAGE_SIZE}
   */
  public long bytes() {
    return end - start;
  }

  /**
   * Number of pages in the range.
   *
   * @return pages, at least 1
   */
  public long pages() {
    return bytes() >>> PAGE_SHIFT;
  }

  @Override
  public int compareTo(AddressRange other) {
    int byStart = Long.compare(start, other.start);
    return byStart != 0 ? byStart : Long.compare(end, other.end);
  }

  @Override
  public String toString() {
    return text(start, end);
  }
}
