package mm.replay;

import java.util.Locale;
import java.util.Optional;

/** Two generations side by side, for people. */
final class GenerationsText {
  private static final String ROW = "  %-22s %s%n";

  private final StringBuilder text = new StringBuilder();

  private GenerationsText() {}

  static String of(GenerationsCompared compared) {
    GenerationsText page = new GenerationsText();
    page.report(compared.first());
    page.report(compared.second());
    page.difference(compared);
    return page.text.toString();
  }

  private void report(Report report) {
    text.append("generation ").append(report.stage().generation()).append("\n\n");
    text.append(TextReport.of(report)).append('\n');
  }

  private void difference(GenerationsCompared compared) {
    if (compared.difference().isEmpty()) {
      text.append("no difference: every driver was told the same, and the same was freed\n");
      return;
    }
    GenerationsCompared.Difference found = compared.difference().get();
    text.append("first difference\n");
    side(compared.first(), found.first());
    side(compared.second(), found.second());
  }

  private void side(Report report, Optional<Story.Entry> entry) {
    text.append(
        String.format(
            Locale.ROOT,
            ROW,
            report.stage().generation(),
            entry.map(GenerationsText::words).orElse("nothing more")));
  }

  private static String words(Story.Entry entry) {
    String who = entry.driver().isEmpty() ? "" : entry.driver() + " told ";
    return entry.operation() + ": " + who + entry.what();
  }
}
