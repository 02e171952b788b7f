package mm.conform.play;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import mm.api.AddressRange;
import mm.machine.MappingView;
import mm.machine.Protection;
import mm.machine.UserProcess;

/** What an address space maps, page by page, in the slowest and most obvious way. */
final class ObviousMappings {
  private static final long PAGE = AddressRange.PAGE_SIZE;

  private final Map<Long, Protection> pages = new HashMap<>();

  /** As it is now. */
  static ObviousMappings of(UserProcess process) {
    ObviousMappings mappings = new ObviousMappings();
    for (MappingView view : process.proc().maps().list()) {
      mappings.map(view.start(), view.end(), view.protection());
    }
    return mappings;
  }

  void map(long start, long end, Protection protection) {
    for (long page = start; page < end; page += PAGE) {
      pages.put(page, protection);
    }
  }

  void unmap(long start, long end) {
    for (long page = start; page < end; page += PAGE) {
      pages.remove(page);
    }
  }

  /** Changes what lies before the first hole. */
  void protect(long start, long end, Protection protection) {
    for (long page = start; page < end && pages.containsKey(page); page += PAGE) {
      pages.put(page, protection);
    }
  }

  /**
   * Pages appear elsewhere too, in place of what was there; those behind the old end are new. Linux
   * moves mapping by mapping (6.17, remap_move), so opposite a hole stays what was there.
   */
  void copy(long from, long oldLength, long to, long newLength) {
    Map<Long, Protection> copies = new HashMap<>();
    Protection last = pages.get(from);
    for (long at = 0; at < newLength; at += PAGE) {
      Protection protection = at < oldLength ? pages.get(from + at) : last;
      if (protection != null) {
        copies.put(to + at, protection);
        last = protection;
      }
    }
    pages.putAll(copies);
  }

  /** Where the mappings of a process are others. */
  Optional<String> difference(UserProcess process) {
    Map<Long, Protection> real = of(process).pages;
    if (real.equals(pages)) {
      return Optional.empty();
    }
    long page =
        Stream.concat(real.keySet().stream(), pages.keySet().stream())
            .filter(each -> real.get(each) != pages.get(each))
            .min(Long::compare)
            .orElseThrow();
    return Optional.of(
        "page 0x"
            + Long.toHexString(page)
            + " of "
            + process.name()
            + " is "
            + text(real.get(page))
            + ", should be "
            + text(pages.get(page)));
  }

  private static String text(Protection protection) {
    return protection == null ? "not mapped" : protection.toString();
  }
}
