package mm.replay;

import java.util.ArrayDeque;
import java.util.Deque;
import mm.report.Event;
import mm.report.EventKind;
import mm.report.EventLog;
import mm.report.Moment;
import mm.report.Who;

/**
 * Writes the beginnings and ends of sections. A machine tells when one begins and not when it ends,
 * so the end is written when a later one begins that lies outside of it, or when the operation is
 * over, whichever is first: never too early.
 */
final class OpenSections {
  private record Open(long id, Event begin, boolean declined) {}

  private final EventLog log;
  private final Deque<Open> open = new ArrayDeque<>();
  private long last;

  OpenSections(EventLog log) {
    this.log = log;
  }

  synchronized void begin(Moment now, Who who, String cause, long start, long end) {
    while (!open.isEmpty() && !contains(open.peek().begin, who, start, end)) {
      end(now);
    }
    Event begin =
        Event.of(EventKind.SECTION_BEGIN, now)
            .by(who)
            .because(cause)
            .on(start, end)
            .with(Event.SECTION, ++last);
    open.push(new Open(last, begin, false));
    log.write(begin);
  }

  private static boolean contains(Event outer, Who who, long start, long end) {
    return outer.who().space().equals(who.space())
        && outer.span().start() <= start
        && end <= outer.span().end();
  }

  /** Somebody declines the innermost section, if it is this one. */
  synchronized void declined(long start, long end) {
    Open inner = open.peek();
    if (inner != null && inner.begin.span().start() == start && inner.begin.span().end() == end) {
      open.pop();
      open.push(new Open(inner.id, inner.begin, true));
    }
  }

  synchronized void allEnded(Moment now) {
    while (!open.isEmpty()) {
      end(now);
    }
  }

  private void end(Moment now) {
    Open section = open.pop();
    Event begin = section.begin;
    log.write(
        Event.of(EventKind.SECTION_END, now)
            .by(begin.who())
            .because(begin.cause())
            .on(begin.span().start(), begin.span().end())
            .answered(section.declined ? "declined" : "done")
            .took(now.run() - begin.time().run())
            .with(Event.SECTION, section.id));
  }
}
