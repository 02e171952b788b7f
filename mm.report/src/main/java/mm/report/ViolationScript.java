package mm.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What led to a violation, as a file that {@code mm conform} plays and {@code mm conform --shrink}
 * makes smaller.
 *
 * @param name of the case: small letters, digits, dashes
 * @param about in words, for people
 * @param cause what was broken
 * @param setting fields of the case beyond the steps: {@code drivers} and more (docs/conform.md)
 * @param log what was done; nobody writes to it any more
 */
public record ViolationScript(
    String name, String about, Cause cause, Map<String, Object> setting, ScriptLog log) {
  /**
   * What was broken.
   *
   * @param kind in words, as {@code mm conform} names it
   * @param rule id of the rule; empty when it was none
   * @param driver who broke it; empty when nobody knows
   * @param text what it was
   * @param address where; negative when nobody knows
   */
  public record Cause(String kind, String rule, String driver, String text, long address) {
    private static final long NOWHERE = -1;

    /**
     * One of which nobody knows where it was.
     *
     * @param kind in words, as {@code mm conform} names it
     * @param rule id of the rule; empty when it was none
     * @param driver who broke it; empty when nobody knows
     * @param text what it was
     */
    public Cause(String kind, String rule, String driver, String text) {
      this(kind, rule, driver, text, NOWHERE);
    }

    /** A device holds a translation that it should have dropped. */
    public static final String STALE = "stale translation";

    /** The engine saw a driver break its word. */
    public static final String PROMISE = "broken promise";

    /** Starts without an end. */
    public static final String UNBALANCED = "unbalanced section";

    /** A device read other data than the CPU. */
    public static final String CONTENTS = "differing contents";

    /** Inside a section a device held what it had been told to drop. */
    public static final String HELD = "translation held in a section";

    /** An access was served by nobody. */
    public static final String GAP = "unserved access";

    /** An orderly swap was given up. */
    public static final String GIVEN_UP = "swap given up";

    /** An operation ended with an exception. */
    public static final String FAILURE = "failure of the machine";

    /** Classes of a driver that is not there any more are still reachable. */
    public static final String CLASSES = "class leak";

    /** Something is in use when everything has ended. */
    public static final String LEAK = "leak";
  }

  /**
   * Writes it.
   *
   * @param file where; what it held before is lost
   * @throws IOException when it cannot be written
   */
  public void write(Path file) throws IOException {
    try (Writer text = Files.newBufferedWriter(file);
        JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.setPrettyPrinter(new MinimalPrettyPrinter());
      json.writeStartObject();
      json.writeStringField("format", "notifier-programs-1");
      field(json, "regions", Map.of(ScriptStep.REGION, "0x0"));
      json.writeArrayFieldStart("cases");
      json.writeStartObject();
      for (Map.Entry<String, Object> each : head().entrySet()) {
        field(json, each.getKey(), each.getValue());
      }
      json.writeArrayFieldStart("steps");
      for (ScriptStep step : log.steps()) {
        json.writeRaw(System.lineSeparator());
        value(json, step.fields());
      }
      json.writeEndArray();
      field(json, "expect", List.of());
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private Map<String, Object> head() {
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("name", name);
    head.put("family", "found");
    head.put("level", "extended");
    head.put("judge", "invariants");
    head.put("about", about + ": " + cause.text + forgotten());
    head.putAll(setting);
    head.put("broken", broken());
    return head;
  }

  private Map<String, Object> broken() {
    Map<String, Object> broken = new LinkedHashMap<>();
    broken.put("kind", cause.kind);
    broken.put("rule", cause.rule);
    broken.put("driver", cause.driver);
    if (cause.address >= 0) {
      broken.put("page", cause.address / ScriptStep.PAGE);
    }
    if (log.noticed() > 0) {
      broken.put("noticed", log.noticed());
    }
    return broken;
  }

  private String forgotten() {
    long missing = log.missing();
    return missing == 0 ? "" : " | " + missing + " steps between the first and the last are lost";
  }

  private static void field(JsonGenerator json, String name, Object value) throws IOException {
    json.writeFieldName(name);
    value(json, value);
  }

  private static void value(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> each : map.entrySet()) {
        field(json, each.getKey().toString(), each.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object each : list) {
        value(json, each);
      }
      json.writeEndArray();
    } else if (value instanceof Number || value instanceof Boolean) {
      json.writeObject(value);
    } else {
      json.writeString(String.valueOf(value));
    }
  }
}
