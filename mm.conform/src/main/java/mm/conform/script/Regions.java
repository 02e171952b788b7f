package mm.conform.script;

import java.util.Map;
import java.util.TreeMap;
import mm.api.AddressRange;

/** Where the regions of the scripts begin. */
public final class Regions {
  /** The first page of the heap, region H; any free place will do. */
  private static final long HEAP = 0x5555_5580_0000L;

  /** The regions as the format fixes them. */
  public static final Regions DEFAULT =
      new Regions(Map.of("A", 0x2000_0000_0000L, "B", 0x2100_0000_0000L, "H", HEAP));

  private static final String ALL = "all";
  private static final long PAGE = AddressRange.PAGE_SIZE;
  private static final long REACH = 1L << 40;

  private final Map<String, Long> bases;

  private Regions(Map<String, Long> bases) {
    this.bases = new TreeMap<>(bases);
  }

  /** Reads the bases of a document; what is no number, as the heap's, stays where it is. */
  static Regions of(Fields document) {
    Regions regions = new Regions(DEFAULT.bases);
    for (String name : document.names()) {
      String base = document.text(name);
      if (base.startsWith("0x")) {
        regions.bases.put(name, number(name, base));
      }
    }
    return regions;
  }

  private static long number(String name, String base) {
    try {
      return Long.parseLong(base.substring(2), 16);
    } catch (NumberFormatException e) {
      throw new BadFieldException("region " + name + " begins at '" + base + "'");
    }
  }

  /**
   * The address of a page.
   *
   * @param region the region's letter
   * @param page page number in it
   * @return the address
   * @throws BadFieldException when there is no such region or the address is too large
   */
  public long address(String region, long page) {
    Long base = bases.get(region);
    if (base == null) {
      throw new BadFieldException("there is no region '" + region + "'");
    }
    try {
      return Math.addExact(base, Math.multiplyExact(page, PAGE));
    } catch (ArithmeticException e) {
      throw new BadFieldException("page " + page + " is out of every range");
    }
  }

  /**
   * Where the regions begin that are not where the format has them.
   *
   * @return first addresses by letter
   */
  Map<String, Long> own() {
    Map<String, Long> own = new TreeMap<>(bases);
    own.entrySet().removeAll(DEFAULT.bases.entrySet());
    return own;
  }

  static boolean isAll(String region) {
    return region.equals(ALL);
  }

  /**
   * A range in page numbers of its region.
   *
   * @param start first address
   * @param end first address after it
   * @return for example {@code A [8, 16)}
   */
  public String text(long start, long end) {
    if (isAll(start, end)) {
      return ALL;
    }
    for (Map.Entry<String, Long> each : bases.entrySet()) {
      long base = each.getValue();
      if (reaches(base, start)) {
        return each.getKey() + " [" + (start - base) / PAGE + ", " + (end - base) / PAGE + ")";
      }
    }
    return AddressRange.text(start, end);
  }

  /**
   * Whether recorders wrote down what happens to a range: elsewhere lie stacks and libraries, and
   * what a move without a target brought to a place of the kernel's choice.
   *
   * @param start first address
   * @param end first address after it
   * @return true for a range that begins in a region, and for the whole address space
   */
  public boolean isRecorded(long start, long end) {
    return isAll(start, end) || bases.values().stream().anyMatch(base -> reaches(base, start));
  }

  private static boolean isAll(long start, long end) {
    return start == 0 && end == AddressRange.TOP;
  }

  private static boolean reaches(long base, long start) {
    return start >= base && start - base < REACH;
  }
}
