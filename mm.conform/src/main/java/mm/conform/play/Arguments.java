package mm.conform.play;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import mm.api.AddressRange;
import mm.conform.script.BadFieldException;
import mm.conform.script.Fields;
import mm.conform.script.Regions;
import mm.machine.Protection;
import mm.spi.Access;

/** The arguments of a step, as the machine takes them. */
record Arguments(Fields fields, Regions regions) {
  static final long PAGE = AddressRange.PAGE_SIZE;

  private static final Map<String, Protection> PROTECTIONS = words(Protection.class);

  /** A range in bytes, which need not be aligned. */
  record Range(long start, long length) {}

  /** The process that executes the step. */
  String process() {
    return fields.optionalText("process").orElse(World.FIRST);
  }

  Range range() {
    return new Range(start(), length());
  }

  long start() {
    return address() + fields.number("byte", 0);
  }

  /** Where {@code region} and {@code page} say. */
  long address() {
    return address(fields.text("region"), fields.number("page"));
  }

  long address(String region, long page) {
    return regions.address(region, page);
  }

  /** The region's letter and page of a nested object. */
  Arguments inner(String name) {
    return new Arguments(fields.object(name), regions);
  }

  private long length() {
    if (fields.has("pages") == fields.has("bytes")) {
      throw new BadFieldException("one of 'pages' and 'bytes' is wanted");
    }
    return fields.has("bytes") ? fields.number("bytes") : pages("pages");
  }

  /** A number of pages, in bytes. */
  long pages(String name) {
    long pages = fields.number(name);
    if (pages > Long.MAX_VALUE / PAGE) {
      throw new BadFieldException("'" + name + "' is out of every range: " + pages);
    }
    return pages * PAGE;
  }

  Protection protection() {
    return fields.choice("prot", PROTECTIONS);
  }

  Access access() {
    return fields.choice("access", Map.of("read", Access.READ, "write", Access.WRITE));
  }

  static <E extends Enum<E>> E word(Class<E> type, String field, String word) {
    E found = words(type).get(word);
    if (found == null) {
      throw new BadFieldException("'" + field + "' cannot hold '" + word + "'");
    }
    return found;
  }

  /** The words that files use for the constants of an enum. */
  static <E extends Enum<E>> Map<String, E> words(Class<E> type) {
    Map<String, E> words = new HashMap<>();
    for (E each : type.getEnumConstants()) {
      words.put(each.name(), each);
      words.put(each.name().toLowerCase(Locale.ROOT), each);
    }
    return words;
  }
}
