package mm.tck.run;

import java.io.PrintStream;
import java.util.List;
import mm.api.Rule;

/** A line per rule, and below it what there is to say. */
final class TextReport {
  private final PrintStream out;

  TextReport(PrintStream out) {
    this.out = out;
  }

  void write(List<DriverVerdict> drivers) {
    drivers.forEach(this::driver);
  }

  private void driver(DriverVerdict driver) {
    out.println(driver.title() + " of " + driver.bundle());
    driver.rules().forEach(this::rule);
    out.println(
        driver.title()
            + ": "
            + (driver.passed() ? "conforms" : "does NOT conform")
            + ": "
            + summary(driver));
    out.println();
  }

  private void rule(RuleVerdict rule) {
    out.printf("  %-5s %-14s %s%n", rule.rule(), rule.verdict(), text(rule.rule()));
    for (TestVerdict each : rule.reasons()) {
      out.println(indented(each.name() + ": " + each.message()));
      each.stack().forEach(frame -> out.println("          at " + frame));
    }
    rule.remarks().forEach(each -> out.println(indented("remark: " + each)));
  }

  private static String indented(String text) {
    return ("        " + text.strip()).replace("\n", "\n        ");
  }

  private static String text(String id) {
    return Rule.find(id).map(Rule::text).orElse("");
  }

  static String summary(DriverVerdict driver) {
    long remarks = driver.rules().stream().mapToLong(each -> each.remarks().size()).sum();
    return driver.rules().size()
        + " rules, "
        + driver.count(Verdict.PASS)
        + " pass, "
        + driver.count(Verdict.FAILED)
        + " FAILED, "
        + driver.count(Verdict.NOT_JUDGED)
        + " not judged, "
        + driver.count(Verdict.NOT_APPLICABLE)
        + " not applicable, "
        + remarks
        + (remarks == 1 ? " remark" : " remarks");
  }
}
