package mm.verify.verb;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import mm.api.Rule;
import mm.verify.report.Explanation;

/**
 * The verb {@code explain}. Options: {@code rules} (list of ids; all rules if it is empty), {@code
 * out} and {@code err} (print streams). Answers 0, or 2 for a rule that there is not.
 */
public final class ExplainVerb implements ToIntFunction<Map<String, Object>> {
  private static final int FINE = 0;
  private static final int UNUSABLE = 2;

  /** For whoever looks the class up by its name. */
  public ExplainVerb() {}

  @Override
  public int applyAsInt(Map<String, Object> options) {
    PrintStream out = (PrintStream) options.get("out");
    List<?> ids = (List<?>) options.get("rules");
    if (ids.isEmpty()) {
      list(out);
      return FINE;
    }
    for (Object id : ids) {
      Optional<Rule> rule = Rule.find(id.toString());
      if (rule.isEmpty()) {
        ((PrintStream) options.get("err"))
            .println("mm: no such rule: " + id + "; mm explain lists them");
        return UNUSABLE;
      }
      explain(rule.get(), out);
    }
    return FINE;
  }

  private static void list(PrintStream out) {
    for (Rule rule : Rule.values()) {
      out.printf("%-6s %s%n", rule.id(), rule.text());
    }
  }

  private static void explain(Rule rule, PrintStream out) {
    Explanation explanation = Explanation.of(rule);
    out.println(rule.id() + "  " + rule.text());
    out.println("  why:    " + explanation.reason());
    out.println("  source: " + explanation.source());
  }
}
