package mm.replay;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mm.api.Finding;

/** A report for people. */
final class TextReport {
  private static final String COLUMNS =
      " %-8s %7s %9s %9s %9s %6s %8s %9s %9s %9s %6s %10s %6s %10s%n";

  private final StringBuilder text = new StringBuilder();

  private TextReport() {}

  static String of(Report report) {
    TextReport page = new TextReport();
    report.inputs().forEach(page::input);
    page.notifications(report);
    report.oom().ifPresent(page::oom);
    page.predicted(report);
    page.drivers(report);
    page.verdict(report);
    return page.text.toString();
  }

  private void input(InputFigures input) {
    line("input          %s (%s, %s)", input.program(), input.format(), input.file());
    line(
        "  processes    %d, tasks %d, time span %s",
        input.processes(), input.tasks(), seconds(input.spanMicros()));
    line("  calls        %s", counts(input.calls()));
    if (input.failedCalls() > 0) {
      line("               of these failed when recorded: %,d", input.failedCalls());
    }
    if (!input.unknownCalls().isEmpty()) {
      line("  passed over  %s", counts(input.unknownCalls()));
    }
    if (input.divergedCalls() > 0) {
      line("  diverged     %,d calls ended otherwise than recorded", input.divergedCalls());
    }
    if (input.tolerated() > 0) {
      line("  tolerated    %,d oddities in the recording", input.tolerated());
    }
  }

  private void notifications(Report report) {
    line("");
    line("notifications  %,d from %s", report.sections(), report.source());
    line("  rule         %s", rule(report));
    line("  by event     %s", counts(report.sectionsByEvent()));
    line("  by pages     %s", counts(report.sectionsBySize()));
  }

  /** Who told, by which rule, as which kernel. */
  static String rule(Report report) {
    Stage stage = report.stage();
    String told =
        stage.kind() == Stage.Kind.ENGINE
            ? "the engine, generation " + stage.generation()
            : "the reference dispatcher, generation " + stage.generation();
    return told + ", Linux " + report.kernel();
  }

  private void oom(OomFigures figures) {
    line("");
    line("out of memory  %s", times(figures.kills().size()));
    for (OomFigures.Kill each : figures.kills()) {
      line(
          "  call %,9d %s",
          each.afterCalls(), each.reap().map(OomText::freed).orElse("nobody could be killed"));
    }
    if (figures.passedOver() > 0) {
      line("  passed over  %,d later events of killed processes", figures.passedOver());
    }
  }

  private static String times(int kills) {
    return switch (kills) {
      case 0 -> "never: fewer calls were executed than --oom wants";
      case 1 -> "once";
      default -> String.format(Locale.ROOT, "%,d times", kills);
    };
  }

  private void predicted(Report report) {
    if (report.predicted().isEmpty()) {
      return;
    }
    line("");
    line("predicted      from calls, compared call by call with what was recorded");
    line(
        "  %-16s %-8s %9s %9s %9s %9s %9s %13s",
        "recording",
        "class",
        "observed",
        "predicted",
        "hit",
        "recall",
        "precision",
        "outside calls");
    if (report.inputs().size() > 1) {
      report.inputs().forEach(each -> each.predicted().ifPresent(p -> classes(each.program(), p)));
    }
    PredictionFigures all = report.predicted().get();
    classes("all", all);
    line("  apart        calls cannot predict: %s", counts(all.apart()));
    line("  not counted  %,d predictions where nobody listened", all.notCounted());
  }

  private void classes(String recording, PredictionFigures figures) {
    for (NotificationClass which : NotificationClass.values()) {
      PredictionFigures.Counts counts = figures.of(which);
      line(
          "  %-16s %-8s %9s %9s %9s %7.2f %% %7.2f %% %13s",
          recording,
          which.name().toLowerCase(Locale.ROOT),
          number(counts.observed()),
          number(counts.predicted()),
          number(counts.hit()),
          100 * counts.recall(),
          100 * counts.precision(),
          number(counts.outsideCalls()));
    }
  }

  private void drivers(Report report) {
    line("");
    line(
        "drivers        device traffic: %s, seed %d",
        report.device().toString().toLowerCase(Locale.ROOT), report.seed());
    String row = row(report);
    text.append(
        String.format(
            Locale.ROOT,
            row,
            "driver",
            "version",
            "spaces",
            "sections",
            "made",
            "dropped",
            "held",
            "in vain",
            "declined",
            "p50 us",
            "p99 us",
            "max ms",
            "not judged",
            "stale",
            "violations"));
    report.drivers().forEach(each -> driver(row, each));
  }

  /** The first column is as wide as the longest id. */
  private static String row(Report report) {
    int width = "driver".length();
    for (DriverFigures each : report.drivers()) {
      width = Math.max(width, each.id().length());
    }
    return "  %-" + width + "s" + COLUMNS;
  }

  private void driver(String row, DriverFigures d) {
    text.append(
        String.format(
            Locale.ROOT,
            row,
            d.id(),
            d.version(),
            number(d.spaces()),
            number(d.sections()),
            number(d.made()),
            number(d.dropped()),
            number(d.held()),
            String.format(Locale.ROOT, "%.1f %%", 100 * d.overTold()),
            number(d.declined()),
            String.format(Locale.ROOT, "%.1f", d.callbackNanos().p50() / 1e3),
            String.format(Locale.ROOT, "%.1f", d.callbackNanos().p99() / 1e3),
            String.format(Locale.ROOT, "%.1f", d.callbackNanos().max() / 1e6),
            number(d.notJudged()),
            number(d.stale()),
            number(d.violations())));
  }

  private void verdict(Report report) {
    line("");
    if (report.drivers().isEmpty()) {
      line("no driver took part");
    }
    for (DriverFigures each : report.drivers()) {
      for (String finding : each.findings()) {
        line("FOUND %s: %s", each.id(), finding);
      }
      word(each);
    }
    report
        .contents()
        .ifPresent(
            c ->
                line(
                    "contents       %,d pages compared through device and CPU, %,d differ",
                    c.compared(), c.differing()));
    long stale = report.drivers().stream().mapToLong(DriverFigures::stale).sum();
    long violations = report.drivers().stream().mapToLong(DriverFigures::violations).sum();
    String hints =
        report.strictness() == Strictness.STRICT
            ? String.format(", %,d hints", report.hints())
            : "";
    line(
        "%s: %,d stale translations, %,d violations%s, %,d ms",
        report.clean() ? "OK" : "NOT OK", stale, violations, hints, report.elapsedMillis());
  }

  private void word(DriverFigures driver) {
    DriverFigures.Word word = driver.word();
    if (word.drifted()) {
      line("DRIFT %s: declares %s", driver.id(), promises(word.declared()));
    }
    word.hints().forEach(hint -> line("HINT %s: not certain: %s", driver.id(), hint));
    for (Finding reason : word.reasons()) {
      line(
          "%s %s: %s: %s Not attached to %,d spaces. %s",
          driver.state(),
          driver.id(),
          reason.rule().id(),
          reason.message(),
          word.leftOut(),
          reason.mend());
    }
  }

  private static String promises(Map<String, ?> declared) {
    return Stream.of("blocking", "failure", "allocation", "callbacks")
        .map(name -> name + "=" + declared.get(name))
        .collect(Collectors.joining(" "));
  }

  private static String counts(Map<String, Long> counts) {
    if (counts.isEmpty()) {
      return "none";
    }
    return counts.entrySet().stream()
        .map(e -> e.getKey() + " " + number(e.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String seconds(long micros) {
    return String.format(Locale.ROOT, "%.2f s", micros / 1e6);
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
