package mm.conform.script;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

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
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.setPrettyPrinter(new MinimalPrettyPrinter());
      json.writeStartObject();
      json.writeStringField("format", Format.PROGRAMS.text());
      json.writeArrayFieldStart("cases");
      json.writeStartObject();
      json.writeStringField("name", name);
      json.writeStringField("family", "random");
      json.writeStringField("level", Level.EXTENDED.toString());
      json.writeStringField("judge", Judge.INVARIANTS.toString());
      json.writeStringField("about", about);
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
