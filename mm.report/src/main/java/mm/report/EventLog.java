package mm.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes events to a file as they come, one JSON object a line. Keeps none of them.
 *
 * <p><b>Concurrency.</b> May be written to by several threads; lines never mix, and their numbers
 * follow the order of writing.
 */
public final class EventLog implements Closeable {
  private final JsonGenerator json;
  private long sequence;
  private boolean closed; // guarded by this

  private EventLog(JsonGenerator json) {
    this.json = json;
  }

  /**
   * Begins a log.
   *
   * @param file where; what it held before is lost
   * @return the log, to be closed
   * @throws IOException when the file cannot be written
   */
  public static EventLog create(Path file) throws IOException {
    JsonGenerator json = new JsonFactory().createGenerator(Files.newBufferedWriter(file));
    json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    return new EventLog(json);
  }

  /**
   * Adds a line. After {@link #close} it does nothing: a device's thread may still be at work.
   *
   * @param event what happened; gets the next number
   * @throws UncheckedIOException when the file cannot be written
   */
  public synchronized void write(Event event) {
    if (closed) {
      return;
    }
    try {
      line(event.numbered(++sequence));
    } catch (IOException e) {
      throw new UncheckedIOException("the event log cannot be written", e);
    }
  }

  private void line(Event event) throws IOException {
    json.writeStartObject();
    json.writeNumberField(LineFields.SEQUENCE, event.sequence());
    json.writeStringField(LineFields.KIND, event.kind().toString());
    json.writeNumberField(LineFields.TIME, event.time().run());
    number(LineFields.RECORDED, event.time().recorded());
    text(LineFields.SPACE, event.who().space());
    text(LineFields.THREAD, event.who().thread());
    text(LineFields.DRIVER, event.who().driver());
    text(LineFields.WHAT, event.what());
    text(LineFields.CAUSE, event.cause());
    if (!event.span().isEmpty()) {
      json.writeStringField(LineFields.START, hex(event.span().start()));
      json.writeStringField(LineFields.END, hex(event.span().end()));
    }
    text(LineFields.ANSWER, event.answer());
    number(LineFields.NANOS, event.nanos());
    facts(event.facts());
    json.writeEndObject();
  }

  private void facts(Map<String, String> facts) throws IOException {
    if (facts.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart(LineFields.FACTS);
    for (Map.Entry<String, String> each : facts.entrySet()) {
      json.writeStringField(each.getKey(), each.getValue());
    }
    json.writeEndObject();
  }

  private void text(String name, String value) throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(name, value);
    }
  }

  private void number(String name, long value) throws IOException {
    if (value != Moment.NONE) {
      json.writeNumberField(name, value);
    }
  }

  /** As text: addresses need more bits than a number of JavaScript has. */
  private static String hex(long address) {
    return "0x" + Long.toHexString(address);
  }

  /** Completes the file. A second close does nothing. */
  @Override
  public synchronized void close() throws IOException {
    if (!closed) {
      closed = true;
      json.writeRaw('\n');
      json.close();
    }
  }
}
