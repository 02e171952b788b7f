package mm.deploy.policy;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.osgi.framework.Filter;

/** The comparisons that a filter is made of. */
final class FilterTerms {
  private static final Pattern TERM =
      Pattern.compile("\\(\\s*([^()&|!=<>~]+?)\\s*([<>~]?=)((?:\\\\.|[^()\\\\])*)\\)");

  private FilterTerms() {}

  /**
   * A comparison.
   *
   * @param attribute what is compared
   * @param constant with what, without wild cards and escapes
   * @param text all of it, as a filter of its own
   */
  record Term(String attribute, String constant, String text) {
    private static Term of(MatchResult found) {
      String constant = found.group(3).replaceAll("(?<!\\\\)\\*", "").replaceAll("\\\\(.)", "$1");
      return new Term(found.group(1), constant, found.group());
    }
  }

  static List<Term> of(Filter filter) {
    return TERM.matcher(filter.toString()).results().map(Term::of).toList();
  }
}
