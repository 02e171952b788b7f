package mm.replay;

import java.util.Locale;
import java.util.stream.Collectors;
import mm.report.Event;
import mm.report.EventKind;
import mm.report.EventLog;
import mm.report.Moment;
import mm.report.Who;

/** What an event log says of a replay as a whole. */
final class JournalFigures {
  private JournalFigures() {}

  /** The last lines: what was run, the figures of each driver, the verdict. */
  static void write(EventLog log, Report report, Moment now) {
    log.write(run(report, now));
    report.drivers().forEach(each -> log.write(figures(each, now)));
    long stale = report.drivers().stream().mapToLong(DriverFigures::stale).sum();
    long violations = report.drivers().stream().mapToLong(DriverFigures::violations).sum();
    log.write(
        Event.of(EventKind.VERDICT, now)
            .what(report.clean() ? "clean" : "found")
            .with(
                Event.TEXT,
                String.format(
                    Locale.ROOT, "%,d stale translations, %,d violations", stale, violations)));
  }

  private static Event run(Report report, Moment now) {
    return Event.of(EventKind.RUN, now)
        .what("Replay of " + programs(report))
        .with("input", report.inputs().stream().map(InputFigures::file).collect(list()))
        .with(
            "format", report.inputs().stream().map(InputFigures::format).distinct().collect(list()))
        .with("notifications from", report.source())
        .with("processes", report.inputs().stream().mapToLong(InputFigures::processes).sum())
        .with("tasks", report.inputs().stream().mapToLong(InputFigures::tasks).sum())
        .with("rule", TextReport.rule(report))
        .with("device traffic", report.device().toString().toLowerCase(Locale.ROOT))
        .with("seed", report.seed())
        .with("took", String.format(Locale.ROOT, "%.1f s", report.elapsedMillis() / 1e3));
  }

  private static String programs(Report report) {
    return report.inputs().stream().map(InputFigures::program).collect(list());
  }

  private static java.util.stream.Collector<CharSequence, ?, String> list() {
    return Collectors.joining(", ");
  }

  private static Event figures(DriverFigures driver, Moment now) {
    return Event.of(EventKind.FIGURES, now)
        .by(Who.driver(driver.id()))
        .with("version", driver.version())
        .with("state", driver.state())
        .with("spaces", driver.spaces())
        .with("made", driver.made())
        .with("dropped", driver.dropped())
        .with("held", driver.held())
        .with("told", driver.told())
        .with("toldInVain", driver.toldInVain())
        .with("retries", driver.retries())
        .with("notJudged", driver.notJudged())
        .with("unended", driver.unended())
        .with("stale", driver.stale())
        .with("violations", driver.violations());
  }
}
