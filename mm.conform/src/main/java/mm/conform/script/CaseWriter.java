package mm.conform.script;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mm.machine.PageContents;

/** Writes a script of which nobody recorded what comes of it, as a file of one case. */
public final class CaseWriter {
  private CaseWriter() {}

  /**
   * Writes a case, a step a line.
   *
   * @param name of the case
   * @param about in words, for people
   * @param steps the script
   * @return a file of format {@code notifier-programs-1} whose case is judged by what always holds
   */
  public static String write(String name, String about, List<Step> steps) {
    return write(name, "random", about, Regions.DEFAULT, Setting.NONE, steps);
  }

  /**
   * Writes another script for a case, a step a line.
   *
   * @param like the case, whose name, family, regions and setting are kept
   * @param broken what the script breaks
   * @param about in words, for people
   * @param steps the script
   * @return a file of format {@code notifier-programs-1} whose case is judged by what always holds
   */
  public static String write(Case like, Setting.Broken broken, String about, List<Step> steps) {
    return write(
        like.name(), like.family(), about, like.regions(), like.setting().with(broken), steps);
  }

  private static String write(
      String name,
      String family,
      String about,
      Regions regions,
      Setting setting,
      List<Step> steps) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.setPrettyPrinter(new MinimalPrettyPrinter());
      json.writeStartObject();
      json.writeStringField("format", Format.PROGRAMS.text());
      regions(json, regions);
      json.writeArrayFieldStart("cases");
      json.writeStartObject();
      json.writeStringField("name", name);
      json.writeStringField("family", family);
      json.writeStringField("level", Level.EXTENDED.toString());
      json.writeStringField("judge", Judge.INVARIANTS.toString());
      json.writeStringField("about", about);
      setting(json, setting);
      json.writeArrayFieldStart("steps");
      for (Step step : steps) {
        json.writeRaw(System.lineSeparator());
        step(json, step);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("expect");
      json.writeEndArray();
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter does not fail
    }
    return text + System.lineSeparator();
  }

  private static void regions(JsonGenerator json, Regions regions) throws IOException {
    if (!regions.own().isEmpty()) {
      json.writeObjectFieldStart("regions");
      for (Map.Entry<String, Long> each : regions.own().entrySet()) {
        json.writeStringField(each.getKey(), "0x" + Long.toHexString(each.getValue()));
      }
      json.writeEndObject();
    }
  }

  private static void setting(JsonGenerator json, Setting setting) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("drivers", setting.drivers());
    fields.put("driver_options", setting.options());
    setting.kernel().ifPresent(each -> fields.put("kernel", each));
    setting.generation().ifPresent(each -> fields.put("generation", each));
    if (setting.contents() == PageContents.KEPT) {
      fields.put("contents", "kept");
    }
    setting.broken().ifPresent(each -> fields.put("broken", broken(each)));
    fields.values().removeIf(each -> each instanceof List<?> list && list.isEmpty());
    for (Map.Entry<String, Object> each : fields.entrySet()) {
      json.writeFieldName(each.getKey());
      value(json, each.getValue());
    }
  }

  private static Map<String, Object> broken(Setting.Broken broken) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("kind", broken.kind());
    fields.put("rule", broken.rule());
    fields.put("driver", broken.driver());
    broken.page().ifPresent(page -> fields.put("page", page));
    broken.noticed().ifPresent(tick -> fields.put("noticed", tick));
    return fields;
  }

  /** A step on one line. */
  static String line(Step step) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      step(json, step);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter does not fail
    }
    return text.toString();
  }

  private static void step(JsonGenerator json, Step step) throws IOException {
    value(json, step.fields().values());
  }

  private static void value(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> each : map.entrySet()) {
        json.writeFieldName(each.getKey().toString());
        value(json, each.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object each : list) {
        value(json, each);
      }
      json.writeEndArray();
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else {
      json.writeString(String.valueOf(value));
    }
  }
}
