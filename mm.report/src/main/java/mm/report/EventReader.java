package mm.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Reads a log, one event at a time. Used by one thread. */
public final class EventReader implements Closeable {
  private final Path file;
  private final JsonParser json;

  private EventReader(Path file, JsonParser json) {
    this.file = file;
    this.json = json;
  }

  /** Is given every event of a log. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Takes the next event.
     *
     * @param event the event
     * @throws IOException when it cannot be written on
     */
    void visit(Event event) throws IOException;
  }

  /**
   * Opens a log.
   *
   * @param file what an {@link EventLog} wrote
   * @return the reader, to be closed
   * @throws IOException when it cannot be read
   */
  public static EventReader open(Path file) throws IOException {
    return new EventReader(file, new JsonFactory().createParser(Files.newBufferedReader(file)));
  }

  /**
   * Reads a log from its beginning to its end.
   *
   * @param file what an {@link EventLog} wrote
   * @param visitor is given each event, in order
   * @throws IOException when it cannot be read, or is no log; the message names file and line
   */
  public static void forEach(Path file, Visitor visitor) throws IOException {
    try (EventReader reader = open(file)) {
      for (Event event = reader.next(); event != null; event = reader.next()) {
        visitor.visit(event);
      }
    }
  }

  /**
   * The next event.
   *
   * @return the event; null at the end
   * @throws IOException when it cannot be read, or is no event; the message names file and line
   */
  public Event next() throws IOException {
    try {
      JsonToken token = json.nextToken();
      if (token == null) {
        return null;
      }
      return token == JsonToken.START_OBJECT ? event() : refuse("expected one object a line");
    } catch (JsonProcessingException e) {
      return refuse(e.getOriginalMessage());
    }
  }

  private Event event() throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    Map<String, Long> numbers = new LinkedHashMap<>();
    Map<String, String> facts = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      switch (json.nextToken()) {
        case VALUE_STRING -> texts.put(name, json.getText());
        case VALUE_NUMBER_INT -> numbers.put(name, json.getLongValue());
        case START_OBJECT -> facts(facts);
        default -> refuse("'" + name + "' has a value of an unknown type");
      }
    }
    if (!texts.containsKey(LineFields.KIND) || !numbers.containsKey(LineFields.TIME)) {
      return refuse("an event has the fields 'kind' and 't'");
    }
    return event(texts, numbers, facts);
  }

  private void facts(Map<String, String> facts) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (json.nextToken() != JsonToken.VALUE_STRING) {
        refuse("fact '" + name + "' is no text");
      }
      facts.put(name, json.getText());
    }
  }

  private Event event(
      Map<String, String> texts, Map<String, Long> numbers, Map<String, String> facts)
      throws IOException {
    return new Event(
        numbers.getOrDefault(LineFields.SEQUENCE, 0L),
        new Moment(
            numbers.get(LineFields.TIME), numbers.getOrDefault(LineFields.RECORDED, Moment.NONE)),
        kind(texts.get(LineFields.KIND)),
        new Who(
            texts.getOrDefault(LineFields.SPACE, ""),
            texts.getOrDefault(LineFields.THREAD, ""),
            texts.getOrDefault(LineFields.DRIVER, "")),
        new Span(address(texts, LineFields.START), address(texts, LineFields.END)),
        texts.getOrDefault(LineFields.WHAT, ""),
        texts.getOrDefault(LineFields.CAUSE, ""),
        texts.getOrDefault(LineFields.ANSWER, ""),
        numbers.getOrDefault(LineFields.NANOS, Moment.NONE),
        facts);
  }

  private EventKind kind(String name) throws IOException {
    try {
      return EventKind.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      return refuse("there is no kind '" + name + "'");
    }
  }

  private long address(Map<String, String> texts, String name) throws IOException {
    String text = texts.getOrDefault(name, "0x0");
    try {
      return Long.parseUnsignedLong(text.substring(2), 16);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      return refuse("'" + name + "' is '" + text + "', no address as 0x1000");
    }
  }

  private <T> T refuse(String why) throws IOException {
    throw new IOException(
        file + ":" + json.currentTokenLocation().getLineNr() + ": no event log: " + why);
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
