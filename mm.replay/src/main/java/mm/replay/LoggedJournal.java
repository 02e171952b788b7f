package mm.replay;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.api.Blocking;
import mm.api.Dispatcher;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.api.NotifierCore;
import mm.api.Violation;
import mm.machine.Reap;
import mm.replay.input.RecordedEvent;
import mm.replay.input.RecordedEvent.CallReturned;
import mm.replay.input.RecordedEvent.Notified;
import mm.report.Event;
import mm.report.EventKind;
import mm.report.EventLog;
import mm.report.Moment;
import mm.report.Who;
import mm.spi.Answer;
import mm.spi.Callback;

/**
 * Writes what happens in a replay to an event log. Callbacks may come on any thread, everything
 * else comes on the replay's own.
 */
final class LoggedJournal implements Journal {
  private final EventLog log;
  private final Dispatcher core;
  private final OpenSections sections;
  private final Optional<WaitLog> waits;
  private final long began = System.nanoTime();
  private final Map<String, Long> violations = new HashMap<>();
  private long offset; // of this recording, in nanoseconds of all of them
  private long opened; // when the event began that is being applied
  private String place = ""; // the space of that event
  private volatile long recorded;
  private volatile String thread = "";

  private LoggedJournal(EventLog log, Dispatcher core) {
    this.log = log;
    this.core = core;
    sections = new OpenSections(log);
    waits =
        core instanceof NotifierCore engine
            ? Optional.of(new WaitLog(log, engine::waitGraph, this::now))
            : Optional.empty();
    core.violations().forEach(each -> violations.put(cause(each), each.count()));
  }

  /** Begins one, and with it the looking for waits. */
  static Journal begin(EventLog log, Dispatcher core) {
    LoggedJournal journal = new LoggedJournal(log, core);
    journal.waits.ifPresent(WaitLog::start);
    return journal;
  }

  private Moment now() {
    return new Moment(System.nanoTime() - began, recorded);
  }

  @Override
  public void recording() {
    offset = recorded;
  }

  @Override
  public void applying(RecordedEvent event, String space) {
    place = space;
    recorded = offset + 1_000 * event.time();
    thread = "task " + event.task();
    opened = System.nanoTime() - began;
  }

  @Override
  public void applied(RecordedEvent event, String space) {
    log.check();
    place = place.isEmpty() ? space : place;
    sections.allEnded(now());
    if (event instanceof CallReturned returned) {
      operation(returned.call().name(), arguments(returned.call().toString()));
    } else if (event instanceof Notified notified) {
      operation(notified.initiator(), "");
    }
    violations();
  }

  /** What stands between the brackets of a record. */
  private static String arguments(String call) {
    return call.substring(call.indexOf('[') + 1, call.length() - 1);
  }

  private void operation(String name, String text) {
    Moment from = new Moment(opened, recorded);
    Event event =
        Event.of(EventKind.OPERATION, from)
            .by(Who.in(place, thread))
            .what(name)
            .took(now().run() - opened);
    log.write(text.isEmpty() ? event : event.with(Event.TEXT, text));
  }

  @Override
  public void beginning(AddressSpace space, InvalidationEvent event, long start, long end) {
    if (!space.released()) {
      sections.begin(now(), Who.in(space.name(), thread), event.toString(), start, end);
    }
  }

  @Override
  public void called(
      String subscriber, Callback callback, InvalidationRange range, Answer answer, long nanos) {
    boolean declined = answer == Answer.WOULD_BLOCK;
    Moment over = now();
    Event event =
        Event.of(
                declined ? EventKind.DECLINE : EventKind.CALLBACK,
                new Moment(Math.max(0, over.run() - nanos), over.recorded()))
            .by(new Who(range.space().name(), Thread.currentThread().getName(), subscriber))
            .what(callback.toString())
            .because(isOfSection(callback) ? range.event().toString() : "")
            .on(range.start(), range.end())
            .answered(declined ? Event.WOULD_BLOCK : "done")
            .took(nanos);
    log.write(
        range.blocking() == Blocking.FORBIDDEN ? event.with(Event.BLOCKING, "forbidden") : event);
    if (declined) {
      sections.declined(range.start(), range.end());
    }
  }

  private static boolean isOfSection(Callback callback) {
    return switch (callback) {
      case START, TRY_START, INVALIDATE, END -> true;
      default -> false;
    };
  }

  @Override
  public void attached(AddressSpace space, List<Attachment> drivers) {
    for (Attachment each : drivers) {
      log.write(Event.of(EventKind.ATTACH, now()).by(new Who(space.name(), thread, each.driver())));
    }
  }

  @Override
  public void detached(List<Attachment> drivers) {
    sections.allEnded(now());
    for (Attachment each : drivers) {
      log.write(
          Event.of(EventKind.DETACH, now())
              .by(new Who(each.space().name(), thread, each.driver())));
    }
  }

  @Override
  public void stale(String driver, long address, String finding) {
    log.write(Event.of(EventKind.STALE, now()).by(Who.driver(driver)).with(Event.TEXT, finding));
  }

  /** Writes those that are new since the last call. */
  private void violations() {
    for (Violation each : core.violations()) {
      Long before = violations.put(cause(each), each.count());
      if (before == null || before < each.count()) {
        log.write(
            Event.of(EventKind.VIOLATION, now())
                .by(new Who(each.space(), thread, each.subscriber()))
                .what(each.rule().id())
                .with(Event.TEXT, each.message())
                .with("count", each.count() - (before == null ? 0 : before)));
      }
    }
  }

  private static String cause(Violation each) {
    return each.rule() + " " + each.subscriber() + " " + each.message();
  }

  @Override
  public void reaped(OomFigures.Kill kill) {
    sections.allEnded(now());
    Event event =
        Event.of(EventKind.REAP, now())
            .what("call " + kill.afterCalls())
            .with("reason", kill.reason().toString().toLowerCase(java.util.Locale.ROOT));
    log.write(kill.reap().map(reap -> reaped(event, reap)).orElse(event));
  }

  private Event reaped(Event event, Reap reap) {
    return event
        .by(Who.in(reap.victim(), thread))
        .answered(OomText.outcome(reap))
        .with("attempts", reap.attempts())
        .with("pages", reap.pages())
        .with("reapedMappings", reap.reaped())
        .with("skippedMappings", reap.refused().size())
        .with("finishedMillis", reap.finishedMillis());
  }

  @Override
  public void ended(Report report) {
    violations();
    JournalFigures.write(log, report, now());
  }

  @Override
  public void close() {
    waits.ifPresent(WaitLog::close);
  }
}
