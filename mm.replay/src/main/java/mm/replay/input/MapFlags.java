package mm.replay.input;

/**
 * The {@code flags} argument of mmap.
 *
 * @param bits the numbers of Linux on x86-64
 */
public record MapFlags(int bits) {
  /** Changes are seen by others; also set in {@code MAP_SHARED_VALIDATE}. */
  public static final int SHARED = 0x1;

  /** Changes are private. */
  public static final int PRIVATE = 0x2;

  /** Map exactly at the address and replace what is there. */
  public static final int FIXED = 0x10;

  /** No file. */
  public static final int ANONYMOUS = 0x20;

  /** Do not reserve swap space. */
  public static final int NORESERVE = 0x4000;

  /** Fill in the pages at once. */
  public static final int POPULATE = 0x8000;

  /** For a stack; has no effect. */
  public static final int STACK = 0x20000;

  /** Use huge pages from the pool. */
  public static final int HUGETLB = 0x40000;

  /** Map exactly at the address and fail when something is there. */
  public static final int FIXED_NOREPLACE = 0x100000;

  /**
   * Tells whether changes are seen by others.
   *
   * @return true for a shared mapping, false for a private one
   */
  public boolean isShared() {
    return has(SHARED);
  }

  /**
   * Tells whether the address is an order and not a hint.
   *
   * @return true when the mapping is to stand exactly at the address
   */
  public boolean isFixed() {
    return has(FIXED) || has(FIXED_NOREPLACE);
  }

  /**
   * Tells whether whatever is mapped in the range is unmapped first.
   *
   * @return true when fixed and not refusing to replace
   */
  public boolean isReplacing() {
    return has(FIXED) && !has(FIXED_NOREPLACE);
  }

  /**
   * Tells whether there is no file behind the mapping.
   *
   * @return true for anonymous memory
   */
  public boolean isAnonymous() {
    return has(ANONYMOUS);
  }

  private boolean has(int flag) {
    return (bits & flag) != 0;
  }

  @Override
  public String toString() {
    return FlagNames.MAP.text(Integer.toUnsignedLong(bits));
  }
}
