package mm.verify.report;

import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import mm.spi.DriverCapability;
import mm.verify.Hit;
import mm.verify.Place;
import mm.verify.Severity;
import mm.verify.Strictness;
import mm.verify.Verdict;

/** A report for people. */
final class TextReport {
  private final PrintWriter out;
  private final Strictness strictness;

  private TextReport(PrintWriter out, Strictness strictness) {
    this.out = out;
    this.strictness = strictness;
  }

  static void write(Summary summary, Strictness strictness, OutputStream out) {
    PrintWriter writer = new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    new TextReport(writer, strictness).write(summary);
    writer.flush();
  }

  private void write(Summary summary) {
    summary.examined().forEach(this::verdict);
    summary.others().forEach(each -> out.println(each.file() + ": no driver bundle, not examined"));
    out.printf(
        "%s, %s: %s, %s, %d unproven, %d justified%n",
        counted(summary.examined().size(), "bundle"),
        counted(summary.drivers(), "driver"),
        counted(summary.count(Severity.ERROR), "error"),
        counted(summary.count(Severity.WARNING), "warning"),
        summary.count(Severity.UNPROVEN),
        summary.justified());
  }

  private static String counted(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private void verdict(Verdict verdict) {
    out.println(
        verdict.file()
            + (verdict.bundle().isEmpty() ? "" : " (" + verdict.bundle() + ")")
            + ": "
            + (verdict.isRefused(strictness) ? "refused" : "fine"));
    for (DriverCapability driver : verdict.drivers()) {
      out.println("  driver " + driver.id() + " " + driver.version() + ": " + declared(driver));
    }
    verdict.hits().forEach(this::hit);
    verdict.justified().forEach(this::hit);
  }

  private static String declared(DriverCapability driver) {
    return "blocking=%s failure=%s allocation=%s"
        .formatted(driver.blocking(), driver.failure(), driver.allocation());
  }

  private void hit(Hit hit) {
    boolean justified = !hit.justification().isEmpty();
    out.println(
        "  "
            + (justified ? "justified" : hit.severity())
            + " "
            + hit.finding().rule().id()
            + ": "
            + hit.finding().message());
    path(hit);
    out.println(
        justified ? "    because: " + hit.justification() : "    mend: " + hit.finding().mend());
  }

  private void path(Hit hit) {
    List<Place> path = hit.path();
    if (path.size() > 1) {
      out.println(
          "    way: "
              + path.stream().map(Place::toString).collect(Collectors.joining("\n      -> ")));
    } else if (!hit.place().equals(Place.BUNDLE)) {
      out.println("    at: " + hit.place());
    }
  }
}
