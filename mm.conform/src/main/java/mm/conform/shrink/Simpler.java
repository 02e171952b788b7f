package mm.conform.shrink;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mm.conform.script.Step;

/** Simpler variants of a step: fewer pages, lower places, less said. */
final class Simpler {
  private static final Set<String> NUMBERS =
      Set.of("page", "pages", "file_page", "offset_bytes", "bytes", "huge_pages", "new_pages");
  private static final Set<String> NEEDED = Set.of("pages", "huge_pages", "new_pages", "bytes");
  private static final Set<String> OPTIONAL = Set.of("content", "hold", "process", "thread");

  private Simpler() {}

  /** The simplest first. */
  static List<Step> of(Step step) {
    List<Step> simpler = new ArrayList<>();
    for (Map.Entry<String, Object> field : step.values().entrySet()) {
      if (OPTIONAL.contains(field.getKey())) {
        Map<String, Object> without = new LinkedHashMap<>(step.values());
        without.remove(field.getKey());
        simpler.add(Step.of(step.index(), without));
      }
      for (Object value : of(step.op(), field.getKey(), field.getValue())) {
        Map<String, Object> changed = new LinkedHashMap<>(step.values());
        changed.put(field.getKey(), value);
        simpler.add(Step.of(step.index(), changed));
      }
    }
    return simpler;
  }

  /** Places of intervals stay as they are: two of them must not come to begin together. */
  private static List<Object> of(String op, String field, Object value) {
    if (op.equals("subscribe")) {
      return List.of();
    }
    if (value instanceof Long number && NUMBERS.contains(field)) {
      return numbers(number, NEEDED.contains(field) ? 1 : 0);
    }
    return field.equals("ranges") && value instanceof List<?> ranges ? ranges(ranges) : List.of();
  }

  private static List<Object> numbers(long number, long least) {
    List<Object> smaller = new ArrayList<>();
    for (long each = least; each < number; each = each + Math.max(1, (number - each) / 2)) {
      smaller.add(each);
    }
    return smaller;
  }

  private static List<Object> ranges(List<?> ranges) {
    List<Object> smaller = new ArrayList<>();
    if (ranges.size() == 1
        && ranges.get(0) instanceof List<?> range
        && range.get(0) instanceof Long first
        && range.get(1) instanceof Long end
        && end - first > 1) {
      long middle = (first + end) / 2;
      smaller.add(List.of(List.of(first, middle)));
      smaller.add(List.of(List.of(middle, end)));
    }
    return smaller;
  }
}
