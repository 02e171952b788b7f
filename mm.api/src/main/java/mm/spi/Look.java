package mm.spi;

/**
 * What a device finds at an address that it only looks at.
 *
 * @param standing what is there
 * @param page the page, PRESENT with ZERO, SYSTEM and DEVICE only
 * @param size how much one entry of the CPU's table maps there (Linux {@code hmm_pfn_to_map_order})
 */
public record Look(Standing standing, Page page, Size size) {
  /** How much one entry maps. */
  public enum Size {
    /** A page of 4 KiB. */
    PAGE,
    /** A block of 2 MiB, aligned, the rest of which has the same rights. */
    BLOCK
  }

  /** What can be at an address. */
  public enum Standing {
    /** Nothing is mapped, or it may not be read: a fault would be refused. */
    FORBIDDEN,
    /** Nothing is present, or it is in memory of another device: a fault would bring it. */
    ABSENT,
    /** The zero page, which all memory shows that was read and never written. */
    ZERO,
    /** A page of the system. */
    SYSTEM,
    /** A page in the asking device's own memory. */
    DEVICE
  }

  /**
   * A page that is mapped by itself.
   *
   * @param standing ZERO, SYSTEM or DEVICE
   * @param page the page
   */
  public Look(Standing standing, Page page) {
    this(standing, page, Size.PAGE);
  }

  /**
   * An address without a page.
   *
   * @param standing FORBIDDEN or ABSENT
   * @return the answer
   */
  public static Look without(Standing standing) {
    return new Look(standing, Page.HOLE);
  }
}
