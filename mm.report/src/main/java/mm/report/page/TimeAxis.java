package mm.report.page;

import java.util.Locale;
import mm.report.Event;

/**
 * The time that the page shows.
 *
 * @param clock which of an event's two times
 * @param from first nanosecond
 * @param to first nanosecond after the last event
 */
record TimeAxis(Clock clock, long from, long to) {
  /** Whose time. */
  enum Clock {
    /** That of the program that was recorded, or a virtual one. */
    RECORDED,
    /** That of the run itself. */
    RUN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** When an event was; one without a time on this clock was at its beginning. */
  long of(Event event) {
    long time = clock == Clock.RECORDED ? event.time().recorded() : event.time().run();
    return Math.min(Math.max(time, from), to - 1);
  }

  /** Which of so many columns an event falls into. */
  int column(Event event, int columns) {
    return (int) ((of(event) - from) / width(columns));
  }

  /** Nanoseconds in a column, at least 1. */
  long width(int columns) {
    return Math.max(1, (to - from + columns - 1) / columns);
  }
}
