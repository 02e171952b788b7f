package mm.report.lab;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mm.lab.explore.Stuck;
import mm.lab.result.Cell;
import mm.lab.result.LabEvent;
import mm.lab.result.Story;
import mm.lab.scenario.Outcome;
import mm.lab.scenario.Scenario;
import mm.report.Event;
import mm.report.EventKind;
import mm.report.EventLog;
import mm.report.Moment;
import mm.report.Who;

/**
 * Writes one scenario under one rule: how it came out, and a run that shows it. The lab has no time
 * but the order of its lines, so each of them begins a microsecond later, and nothing has a
 * duration.
 */
final class LoggedCell {
  private static final long LINE_NANOS = 1_000;
  private static final String ANNOUNCES = "announces ";
  private static final String IS_TOLD = "is told ";
  private static final String THROWS = "throws";
  private static final String WAITS_FOR = "waits for ";
  private static final String NOBODY_MAY_WAIT = ", nobody may wait";
  private static final Set<String> TOLD_OF_SECTIONS = Set.of("start", "invalidate", "end");

  private record Open(long id, LabEvent begin, String cause) {
    boolean isForbidden() {
      return begin.text().endsWith(NOBODY_MAY_WAIT);
    }
  }

  private final EventLog log;
  private final Scenario scenario;
  private final Cell cell;
  private final Deque<Open> open = new ArrayDeque<>();
  private final Map<String, Open> ending =
      new HashMap<>(); // by thread: callbacks of its end follow
  private long time;

  LoggedCell(EventLog log, Scenario scenario, Cell cell, long time) {
    this.log = log;
    this.scenario = scenario;
    this.cell = cell;
    this.time = time;
  }

  /** Returns when it is over. */
  long write() {
    Story story = cell.story().orElse(cell.sample());
    log.write(outcome());
    List<LabEvent> events = story.events();
    for (int i = 0; i < events.size(); i++) {
      event(events, i);
      time += LINE_NANOS;
    }
    story.waiting().forEach(each -> log.write(waiting(each, story)));
    cell.story().ifPresent(each -> log.write(finding(each)));
    return time + LINE_NANOS;
  }

  private Event outcome() {
    return Event.of(EventKind.OUTCOME, Moment.at(time))
        .by(Who.in(name(), ""))
        .what(cell.outcome().toString())
        .because(cell.rules().name())
        .answered(
            cell.expected().isEmpty() ? "open" : cell.asExpected() ? "expected" : "unexpected")
        .with("runs", cell.explored().runs())
        .with("pruned", cell.explored().pruned())
        .with(Event.TEXT, why());
  }

  private String why() {
    return cell.asExpected()
        ? cell.story().map(each -> String.join("; ", each.reasons())).orElse("")
        : String.join("; ", cell.unmet());
  }

  private String name() {
    return cell.variant().equals(Scenario.ONLY)
        ? scenario.name()
        : scenario.name() + ", " + cell.variant();
  }

  /** Spaces of different cells are different ones; the lines name those of the scenario. */
  private String place() {
    return name() + " under " + cell.rules().name();
  }

  private Event of(EventKind kind, LabEvent event) {
    Event made =
        Event.of(kind, Moment.at(time)).by(new Who(place(), event.thread(), event.driver()));
    return event.start() < event.end() ? made.on(event.start(), event.end()) : made;
  }

  private void event(List<LabEvent> events, int at) {
    LabEvent event = events.get(at);
    switch (event.kind()) {
      case OPERATION -> operation(event);
      case SECTION_END -> sectionEnd(event, "done");
      case DECLINED -> sectionEnd(event, "declined");
      case CALLBACK -> callback(events, at);
      case WAIT -> waits(event);
      case REAP -> log.write(of(EventKind.REAP, event).answered(answer(event)));
      case DRIVER -> driver(event);
      case MEMORY, ACCESS -> line(event);
      case SECTION_BEGIN, ANSWER, FINDING -> {} // said by the line before, or at the end
    }
  }

  /** The word behind the colon. */
  private static String answer(LabEvent reap) {
    return reap.text().replaceFirst(".*: ", "");
  }

  private void line(LabEvent event) {
    log.write(of(EventKind.OPERATION, event).what(event.text()));
  }

  private void operation(LabEvent event) {
    if (!event.text().startsWith(ANNOUNCES) || event.start() >= event.end()) {
      line(event);
      return;
    }
    String cause = event.text().substring(ANNOUNCES.length()).split(" ", 2)[0];
    Open section = new Open(time, event, cause);
    open.push(section);
    log.write(of(EventKind.SECTION_BEGIN, event).because(cause).with(Event.SECTION, section.id));
  }

  private void sectionEnd(LabEvent event, String answer) {
    for (Open each : open) {
      if (isOf(each.begin, event)) {
        open.remove(each);
        ending.put(event.thread(), each);
        log.write(
            of(EventKind.SECTION_END, event)
                .because(each.cause)
                .answered(answer)
                .with(Event.SECTION, each.id));
        return;
      }
    }
    line(event);
  }

  private static boolean isOf(LabEvent begin, LabEvent end) {
    return begin.thread().equals(end.thread())
        && begin.space().equals(end.space())
        && begin.start() == end.start()
        && begin.end() == end.end();
  }

  private void callback(List<LabEvent> events, int at) {
    LabEvent event = events.get(at);
    String name = event.text().replace(IS_TOLD, "").split(" ", 2)[0];
    String answer = answer(events, at);
    boolean declined = !answer.isEmpty() && !answer.startsWith(THROWS);
    Event made =
        of(declined ? EventKind.DECLINE : EventKind.CALLBACK, event)
            .what(name)
            .answered(declined ? Event.WOULD_BLOCK : "done");
    made = answer.startsWith(THROWS) ? made.with(Event.TEXT, answer) : made;
    log.write(TOLD_OF_SECTIONS.contains(name) ? inSection(made, event) : made);
  }

  private Event inSection(Event made, LabEvent call) {
    Optional<Open> section =
        open.stream()
            .filter(each -> each.begin.thread().equals(call.thread()))
            .findFirst() // the innermost
            .or(() -> Optional.ofNullable(ending.get(call.thread())));
    if (section.isEmpty()) {
      return made;
    }
    Event caused = made.because(section.get().cause);
    return section.get().isForbidden() ? caused.with(Event.BLOCKING, "forbidden") : caused;
  }

  /** What this driver says next on this thread, unless it is told something else before. */
  private static String answer(List<LabEvent> events, int at) {
    LabEvent call = events.get(at);
    return events.subList(at + 1, events.size()).stream()
        .filter(each -> each.driver().equals(call.driver()) && each.thread().equals(call.thread()))
        .filter(
            each -> each.kind() == LabEvent.Kind.CALLBACK || each.kind() == LabEvent.Kind.ANSWER)
        .findFirst()
        .filter(each -> each.kind() == LabEvent.Kind.ANSWER)
        .map(LabEvent::text)
        .orElse("");
  }

  private void waits(LabEvent event) {
    if (event.text().startsWith(WAITS_FOR)) {
      String port = event.text().substring(WAITS_FOR.length());
      log.write(of(EventKind.WAIT, event).what(port).answered("done"));
    } else {
      line(event);
    }
  }

  private void driver(LabEvent event) {
    EventKind kind =
        event.text().contains("is attached")
            ? EventKind.ATTACH
            : event.text().contains("is detached") ? EventKind.DETACH : EventKind.OPERATION;
    Event made = of(kind, event);
    log.write(kind == EventKind.OPERATION ? made.what(event.text()) : made);
  }

  private Event waiting(Stuck stuck, Story story) {
    return Event.of(EventKind.WAIT, Moment.at(time))
        .by(Who.in(place(), stuck.actor()))
        .what(stuck.what())
        .answered(story.outcome() == Outcome.DEADLOCKS ? "deadlock" : "lasting")
        .with(Event.HOLDER, String.join(", ", stuck.blockers()));
  }

  private Event finding(Story story) {
    return Event.of(EventKind.VIOLATION, Moment.at(time))
        .by(Who.in(place(), ""))
        .what(name() + " " + story.outcome() + " under " + cell.rules().name())
        .with(Event.TEXT, String.join("; ", story.reasons()));
  }
}
