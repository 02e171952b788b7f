package mm.tck.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of a rule: all its tests together.
 *
 * @param rule its id
 * @param tests at least one
 */
record RuleVerdict(String rule, List<TestVerdict> tests) {
  /** By rule, in the order of the contract. */
  static List<RuleVerdict> of(List<TestVerdict> tests) {
    Map<String, List<TestVerdict>> rules = new TreeMap<>(RuleVerdict::byNumber);
    for (TestVerdict each : tests) {
      rules.computeIfAbsent(each.rule(), rule -> new ArrayList<>()).add(each);
    }
    return rules.entrySet().stream().map(e -> new RuleVerdict(e.getKey(), e.getValue())).toList();
  }

  /** R6.2 before R6.10. */
  private static int byNumber(String one, String other) {
    int dot = Integer.compare(one.indexOf('.'), other.indexOf('.'));
    int chapter = dot != 0 ? dot : one.substring(0, 2).compareTo(other.substring(0, 2));
    return chapter != 0 ? chapter : Integer.compare(number(one), number(other));
  }

  private static int number(String rule) {
    return Integer.parseInt(rule.substring(rule.indexOf('.') + 1));
  }

  Verdict verdict() {
    return tests.stream().map(TestVerdict::verdict).sorted().findFirst().orElseThrow();
  }

  List<String> remarks() {
    return tests.stream().flatMap(each -> each.remarks().stream()).toList();
  }

  /** The tests that have something to say: those that made the verdict, unless it is a pass. */
  List<TestVerdict> reasons() {
    Verdict verdict = verdict();
    return verdict == Verdict.PASS
        ? List.of()
        : tests.stream().filter(each -> each.verdict() == verdict).toList();
  }
}
