package mm.verify.report;

import java.util.List;
import java.util.stream.Stream;
import mm.verify.Hit;
import mm.verify.Severity;
import mm.verify.Strictness;
import mm.verify.Verdict;

/**
 * What one run has found.
 *
 * @param verdicts one for each jar, in the order of the command line
 */
public record Summary(List<Verdict> verdicts) {
  /**
   * Copies the list.
   *
   * @param verdicts one for each jar
   */
  public Summary {
    verdicts = List.copyOf(verdicts);
  }

  /**
   * The bundles that were examined.
   *
   * @return the verdicts on driver bundles
   */
  public List<Verdict> examined() {
    return verdicts.stream().filter(each -> each.kind() == Verdict.Kind.DRIVER).toList();
  }

  /**
   * The jars that were not, because they are no driver bundles.
   *
   * @return the others
   */
  public List<Verdict> others() {
    return verdicts.stream().filter(each -> each.kind() == Verdict.Kind.OTHER).toList();
  }

  /**
   * Tells whether a bundle is refused.
   *
   * @param strictness what counts
   * @return true when one is
   */
  public boolean isRefused(Strictness strictness) {
    return verdicts.stream().anyMatch(each -> each.isRefused(strictness));
  }

  long count(Severity severity) {
    return verdicts.stream().mapToLong(each -> each.count(severity)).sum();
  }

  long justified() {
    return verdicts.stream().mapToLong(each -> each.justified().size()).sum();
  }

  long drivers() {
    return verdicts.stream().mapToLong(each -> each.drivers().size()).sum();
  }

  /** Everything that was found, the justified too. */
  static Stream<Hit> all(Verdict verdict) {
    return Stream.concat(verdict.hits().stream(), verdict.justified().stream());
  }
}
