package mm.replay;

import java.util.Optional;

/**
 * The same replay under two generations of the rule.
 *
 * @param first the report of the first
 * @param second the report of the second
 * @param difference where they part; empty when drivers were told, and memory freed, alike
 */
record GenerationsCompared(Report first, Report second, Optional<Difference> difference) {
  /**
   * The first entry of the two stories that differs.
   *
   * @param first what happened in the first; empty when nothing more did
   * @param second what happened in the second; empty when nothing more did
   */
  record Difference(Optional<Story.Entry> first, Optional<Story.Entry> second) {}

  boolean clean() {
    return difference.isEmpty() && first.clean() && second.clean();
  }
}
