package mm.tck;

import java.util.List;
import mm.api.Rule;
import org.junit.jupiter.api.TestReporter;

/** What the tests of every topic use. */
interface Trial {
  /**
   * The driver under test.
   *
   * @return for the kit alone
   */
  Subject subject();

  /** What is legal but unwise. */
  static void remark(TestReporter reporter, boolean given, String text) {
    if (given) {
      reporter.publishEntry("remark", text);
    }
  }

  /** Tells the driver everything and fails when the rule was broken on the way. */
  static void exerciseAndFindNone(Rig rig, Rule rule) {
    try {
      rig.exercise();
    } catch (AssertionError stopsServing) {
      // Another test's business; what was seen until then counts.
    }
    rig.space.release();
    Subject.assertNone(rig, rig.violations(rule));
  }

  /** Broken promises that are about waiting, under a spin lock or elsewhere. */
  static List<mm.api.Violation> waits(Rig rig, boolean underSpinLock) {
    return rig.violations(Rule.R1_1).stream()
        .filter(each -> each.message().contains("spin lock") == underSpinLock)
        .toList();
  }
}
