package mm.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One operation of a run as a step of a script that {@code mm conform} plays; docs/conform.md has
 * the operations and their fields. Made by one thread, then never changed.
 */
public final class ScriptStep {
  /** The region of all steps; it begins at address 0. */
  static final String REGION = "M";

  private static final int PAGE_SHIFT = 12;

  /** Bytes of a page. */
  static final long PAGE = 1 << PAGE_SHIFT;

  private static final long IN_PAGE = PAGE - 1;

  private final Map<String, Object> fields = new LinkedHashMap<>();

  private ScriptStep(String op) {
    fields.put("op", op);
  }

  /**
   * Begins a step.
   *
   * @param op the operation
   * @param process who executes it
   * @return the step
   */
  public static ScriptStep of(String op, String process) {
    return new ScriptStep(op).with("process", process);
  }

  /**
   * A step of nobody.
   *
   * @param op the operation
   * @return the step
   */
  public static ScriptStep of(String op) {
    return new ScriptStep(op);
  }

  /**
   * Pages that a device or the CPU accesses.
   *
   * @param op {@code touch}, {@code driver_touch} or {@code driver_exchange}
   * @param process whose pages
   * @param page any address of the page
   * @param access {@code read} or {@code write}
   * @return the step
   */
  public static ScriptStep touch(String op, String process, long page, String access) {
    long number = page >>> PAGE_SHIFT;
    return of(op, process)
        .with("region", REGION)
        .with("access", access)
        .with("ranges", List.of(List.of(number, number + 1)));
  }

  /**
   * Adds a field.
   *
   * @param name its name
   * @param value a text, {@code Long}, {@code Boolean}, or a list or map of these
   * @return this step
   */
  public ScriptStep with(String name, Object value) {
    fields.put(name, value);
    return this;
  }

  /**
   * Adds where it begins.
   *
   * @param address any address
   * @return this step
   */
  public ScriptStep at(long address) {
    fields.putAll(place(address));
    return this;
  }

  /**
   * A place as a field of its own.
   *
   * @param address any address
   * @return region, page and, where it is not 0, byte
   */
  public static Map<String, Object> place(long address) {
    Map<String, Object> place = new LinkedHashMap<>();
    place.put("region", REGION);
    place.put("page", address >>> PAGE_SHIFT);
    long inPage = address & IN_PAGE;
    if (inPage != 0) {
      place.put("byte", inPage);
    }
    return place;
  }

  /**
   * The same with when it was done.
   *
   * @param began in ticks of a clock that all steps of the script share
   * @param over the same; 0 when it was still going on
   * @return another step
   */
  ScriptStep during(long began, long over) {
    ScriptStep timed = new ScriptStep("");
    timed.fields.putAll(fields);
    timed.with("began", began);
    return over == 0 ? timed : timed.with("over", over);
  }

  /** Whether another version of a driver comes, which needs no step before it. */
  boolean isSwap() {
    return "driver_swap".equals(fields.get("op"));
  }

  /**
   * So many bytes as whole pages.
   *
   * @param bytes a length
   * @return pages, rounded up
   */
  public static long pages(long bytes) {
    return (bytes + IN_PAGE) >>> PAGE_SHIFT;
  }

  /**
   * What it says.
   *
   * @return by name, in order; not to be changed
   */
  public Map<String, Object> fields() {
    return Collections.unmodifiableMap(fields);
  }
}
