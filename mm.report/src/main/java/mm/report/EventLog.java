package mm.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Writes events to a file as they come, one JSON object a line. Keeps none of them.
 *
 * <p><b>Concurrency.</b> May be written to by several threads; lines never mix, and their numbers
 * follow the order of writing.
 *
 * <p><b>Failure.</b> Callbacks write here, which must not fail for the sake of a report. So a log
 * that cannot be written (a full disk) goes silent, and says so when it is asked or closed.
 */
public final class EventLog implements Closeable {
  private final Path file;
  private final Writer out;
  private final JsonGenerator json;
  private long sequence;
  private boolean closed; // guarded by this
  private Optional<IOException> failure = Optional.empty(); // guarded by this

  private EventLog(Path file, Writer out) throws IOException {
    this.file = file;
    this.out = out;
    json = new JsonFactory().createGenerator(out);
    json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
  }

  /**
   * Begins a log.
   *
   * @param file where; what it held before is lost
   * @return the log, to be closed
   * @throws IOException when the file cannot be written
   */
  public static EventLog create(Path file) throws IOException {
    return new EventLog(file, Files.newBufferedWriter(file));
  }

  /**
   * Adds a line. Does nothing after {@link #close}, since a device's thread may still be at work,
   * and after a failure.
   *
   * @param event what happened; gets the next number
   */
  public synchronized void write(Event event) {
    if (closed || failure.isPresent()) {
      return;
    }
    try {
      line(event.numbered(++sequence));
    } catch (IOException e) {
      failure = Optional.of(ReportFiles.unwritten(file, e));
    }
  }

  /**
   * Asks whether all lines so far could be written. For whoever may fail, so that a long run does
   * not go on in vain.
   *
   * @throws UncheckedIOException when one could not; the message names the file
   */
  public synchronized void check() {
    if (failure.isPresent()) {
      throw new UncheckedIOException("the event log is not complete", failure.get());
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

  /**
   * Completes the file. A second close does nothing.
   *
   * @throws IOException when a line or the end cannot be written; the message names the file
   */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (out) {
      json.writeRaw('\n');
      json.close();
    } catch (IOException e) {
      throw failure.orElseGet(() -> ReportFiles.unwritten(file, e));
    }
    if (failure.isPresent()) { // there was room again
      throw failure.get();
    }
  }
}
