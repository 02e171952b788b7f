package mm.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A trace in the JSON of the Chrome trace viewer, which ui.perfetto.dev and chrome://tracing open:
 * a process per address space, a thread per driver, one more each for operations and sections.
 * Times are those of the run.
 *
 * <p>Sections and waits are written as a begin and an end, since they stay open while others come
 * and go, and a wait is seen from time to time only, so that it may outlast the callback it is in;
 * everything else that takes time is one complete event. A section that nobody has ended is ended
 * with the last event of its space, and says so: a viewer takes a begin without an end for a broken
 * trace.
 */
final class PerfettoTrace {
  private static final String OPERATIONS = "operations";
  private static final String SECTIONS = "sections";
  private static final String NEVER_ENDED = "never ended";
  private static final double MICRO = 1_000;

  private final JsonGenerator json;
  private final Map<String, Integer> processes = new HashMap<>();
  private final Map<String, Integer> tracks = new HashMap<>();
  private final Map<String, String> firstThreads = new HashMap<>();
  private final Map<String, Event> open = new LinkedHashMap<>(); // by section, which is unique
  private final Map<String, Long> over = new HashMap<>(); // by space: when its last event is over

  private PerfettoTrace(JsonGenerator json) {
    this.json = json;
  }

  static void write(Path log, Path file) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(Files.newBufferedWriter(file))) {
      json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
      json.writeStartObject();
      json.writeStringField("displayTimeUnit", "ns");
      json.writeArrayFieldStart("traceEvents");
      PerfettoTrace trace = new PerfettoTrace(json);
      EventReader.forEach(log, trace::add);
      trace.endOpenSections();
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private void add(Event event) throws IOException {
    over.merge(event.who().space(), end(event), Math::max);
    switch (event.kind()) {
      case CALLBACK, DECLINE -> complete(event, event.who().driver(), name(event));
      case OPERATION -> complete(event, OPERATIONS, event.what());
      case WAIT -> waits(event);
      case SECTION_BEGIN -> begin(event);
      case SECTION_END -> end(event, event);
      case RUN, OUTCOME, FIGURES, VERDICT -> {}
      default -> event("i", event, track(event), event.kind() + " " + event.what());
    }
  }

  private static long end(Event event) {
    return event.time().run() + Math.max(0, event.nanos());
  }

  private void begin(Event event) throws IOException {
    open.put(section(event), event);
    event("b", event, SECTIONS, name(event));
  }

  /** Begin and end are matched by the name, too. */
  private void end(Event begin, Event end) throws IOException {
    if (open.remove(section(begin)) != null) {
      event("e", end, SECTIONS, name(begin));
    }
  }

  private void waits(Event event) throws IOException {
    String name = "wait for " + event.what();
    Moment over = Moment.at(event.time().run() + (long) duration(event));
    event("b", event, track(event), name);
    event("e", event.at(over), track(event), name);
  }

  private void endOpenSections() throws IOException {
    for (Event each : List.copyOf(open.values())) {
      long last = over.get(each.who().space());
      end(each, each.kind(EventKind.SECTION_END).at(Moment.at(last)).answered(NEVER_ENDED));
    }
  }

  private static String name(Event event) {
    return (event.what() + " " + event.cause()).strip();
  }

  private static String track(Event event) {
    return event.who().driver().isEmpty() ? OPERATIONS : event.who().driver();
  }

  private void complete(Event event, String track, String name) throws IOException {
    event("X", event, track, name);
  }

  private void event(String phase, Event event, String track, String name) throws IOException {
    int process = process(event.who().space());
    int thread = thread(process, track, event.who().thread());
    json.writeStartObject();
    json.writeStringField("ph", phase);
    json.writeStringField("name", name.isEmpty() ? track : name);
    json.writeStringField("cat", category(event));
    json.writeNumberField("pid", process);
    json.writeNumberField("tid", thread);
    json.writeNumberField("ts", event.time().run() / MICRO);
    extras(phase, event);
    arguments(event);
    json.writeEndObject();
  }

  /** Begin and end are matched by the category, too. */
  private static String category(Event event) {
    return switch (event.kind()) {
      case SECTION_BEGIN, SECTION_END -> Event.SECTION;
      default -> event.kind().toString();
    };
  }

  private void extras(String phase, Event event) throws IOException {
    switch (phase) {
      case "X" -> json.writeNumberField("dur", duration(event) / MICRO);
      case "i" -> json.writeStringField("s", "t");
      default -> json.writeStringField("id", id(event));
    }
  }

  /** What was not measured is shown as a microsecond: a trace shows nothing that takes no time. */
  private static double duration(Event event) {
    return event.nanos() == Moment.NONE ? MICRO : event.nanos();
  }

  private static String id(Event event) {
    return event.kind() == EventKind.WAIT ? "wait/" + event.sequence() : section(event);
  }

  /** Ends are matched with begins by this; the log says which belong together. */
  private static String section(Event event) {
    return event.who().space() + "/" + event.fact(Event.SECTION);
  }

  private void arguments(Event event) throws IOException {
    json.writeObjectFieldStart("args");
    text("range", event.span().toString());
    text("thread", event.who().thread());
    text("answer", event.answer());
    for (Map.Entry<String, String> each : event.facts().entrySet()) {
      text(each.getKey(), each.getValue());
    }
    json.writeEndObject();
  }

  private void text(String name, String value) throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(name, value);
    }
  }

  private int process(String space) throws IOException {
    Integer known = processes.get(space);
    if (known != null) {
      return known;
    }
    int id = processes.size() + 1;
    processes.put(space, id);
    metadata("process_name", id, 0, space.isEmpty() ? "run" : space);
    return id;
  }

  /**
   * Callbacks of a driver on two threads overlap, which one track cannot show: each thread but the
   * first gets a track of its own.
   */
  private int thread(int process, String track, String thread) throws IOException {
    String key = process + "/" + track;
    String first = firstThreads.computeIfAbsent(key, each -> thread);
    Integer known = tracks.get(key + "/" + thread);
    if (known != null) {
      return known;
    }
    int id = tracks.size() + 1;
    tracks.put(key + "/" + thread, id);
    metadata("thread_name", process, id, first.equals(thread) ? track : track + " on " + thread);
    return id;
  }

  private void metadata(String what, int process, int thread, String name) throws IOException {
    json.writeStartObject();
    json.writeStringField("ph", "M");
    json.writeStringField("name", what);
    json.writeNumberField("pid", process);
    json.writeNumberField("tid", thread);
    json.writeObjectFieldStart("args");
    json.writeStringField("name", name);
    json.writeEndObject();
    json.writeEndObject();
  }
}
