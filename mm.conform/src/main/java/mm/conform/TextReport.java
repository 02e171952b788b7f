package mm.conform;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import mm.conform.play.HintTally;
import mm.conform.play.Miss;
import mm.conform.script.Level;
import mm.machine.KernelVersion;

/** A report for people. */
final class TextReport {
  private static final String ROW = "%-9s %-18s %8d %8d %8d%n";
  private static final String HEAD = "%-9s %-18s %8s %8s %8s%n";

  private final PrintStream out;
  private final Report report;

  private TextReport(PrintStream out, Report report) {
    this.out = out;
    this.report = report;
  }

  static void print(PrintStream out, Report report, Request request) {
    TextReport text = new TextReport(out, report);
    text.kernel(request.kernel());
    text.table();
    text.failures(request.wants(Request.Option.DIFF) ? SideBySide::print : (stream, miss) -> {});
    text.skips("skipped", finding -> finding.level().counts());
    text.skips("skipped, not counted", finding -> !finding.level().counts());
    text.hints();
    text.total();
  }

  private void kernel(KernelVersion kernel) {
    if (kernel != KernelVersion.V6_18) {
      out.printf("machine: Linux %s; recordings: Linux %s%n%n", kernel, KernelVersion.V6_18);
    }
  }

  private void table() {
    out.printf(HEAD, "level", "family", "passed", "failed", "skipped");
    for (Map.Entry<Level, Map<String, Counts>> level : report.families().entrySet()) {
      level.getValue().forEach((family, counts) -> row(level.getKey(), family, counts));
      if (level.getValue().size() > 1) {
        row(level.getKey(), "all", report.of(level.getKey()));
      }
    }
  }

  private void row(Level level, String family, Counts counts) {
    out.printf(ROW, level, family, counts.passed(), counts.failed(), counts.skipped());
  }

  /** What to print under a failure. */
  private interface Detail {
    void print(PrintStream out, Miss miss);
  }

  private void failures(Detail detail) {
    for (Finding each : report.failures()) {
      String counted = each.level().counts() ? "FAILED" : "failed, not counted:";
      out.printf(
          "%n%s %s (%s, %s, %s)%n    %s%n",
          counted, each.name(), each.level(), each.family(), each.file(), each.reason());
      report.mappings(each).ifPresent(text -> out.printf("    mappings %s%n", text));
      detail.print(out, each.miss());
    }
  }

  /** By reason, so that one missing operation is one row. */
  private void skips(String title, Predicate<Finding> which) {
    Map<String, List<String>> byReason = new TreeMap<>();
    for (Finding each : report.skips()) {
      if (which.test(each)) {
        byReason.computeIfAbsent(each.reason(), r -> new ArrayList<>()).add(each.name());
      }
    }
    if (!byReason.isEmpty()) {
      out.printf("%n%s because the machine lacks%n", title);
      byReason.forEach((reason, names) -> out.printf("  %-28s %s%n", reason, names(names)));
    }
  }

  private static String names(List<String> names) {
    int shown = 4;
    return names.size() <= shown
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, shown)) + " and " + (names.size() - shown) + " more";
  }

  private void hints() {
    HintTally hints = report.hints();
    if (!hints.equals(HintTally.NONE)) {
      out.printf(
          "%nmatching callbacks whose inferred parts differ (advisory): event %d, context %d,"
              + " nesting %d%n",
          hints.event(), hints.context(), hints.nesting());
    }
  }

  private void total() {
    Counts counted = report.counted();
    out.printf(
        "%n%s: %,d passed, %,d failed, %,d skipped%n",
        counted.allPassed() ? "OK" : "NOT CONFORMING",
        counted.passed(),
        counted.failed(),
        counted.skipped());
  }
}
