package mm.verify.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mm.api.Rule;

/**
 * Why there is a rule.
 *
 * @param rule the rule
 * @param reason what goes wrong without it
 * @param source where it comes from, and where to read on
 */
public record Explanation(Rule rule, String reason, String source) {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (R\\d+\\.\\d+) \\| [^|]+ \\| ([^|]+) \\|");
  private static final Pattern SOURCE = Pattern.compile("(?m)^(R\\d+\\.\\d+)\\s+(\\S.*)$");
  private static final Map<String, String> REASONS = rows("/mm/verify/contract.md", ROW);
  private static final Map<String, String> SOURCES = rows("/mm/verify/sources.txt", SOURCE);

  /**
   * Explains a rule.
   *
   * @param rule the rule
   * @return the explanation
   */
  public static Explanation of(Rule rule) {
    return new Explanation(
        rule, REASONS.getOrDefault(rule.id(), ""), SOURCES.getOrDefault(rule.id(), ""));
  }

  private static Map<String, String> rows(String file, Pattern row) {
    Map<String, String> rows = new HashMap<>();
    try (InputStream in = Explanation.class.getResourceAsStream(file)) {
      Matcher found = row.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      while (found.find()) {
        rows.put(found.group(1), found.group(2).strip());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }
}
