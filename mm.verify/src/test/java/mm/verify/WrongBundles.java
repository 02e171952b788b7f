package mm.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A corpus of bundles with one defect each, of which each has to be refused by exactly its rule.
 */
abstract class WrongBundles {
  private final List<Wrong> corpus = new ArrayList<>();

  /**
   * A bundle with a defect.
   *
   * @param rule what it breaks
   * @param what the defect
   * @param spoil makes it of a right bundle
   */
  record Wrong(String rule, String what, UnaryOperator<TestBundle> spoil) {
    private DynamicTest test(SourceCompiler by) {
      return DynamicTest.dynamicTest(
          rule + " " + what + ", by " + by,
          () -> Rules.assertOnly(spoil.apply(TestBundle.right().by(by)).verify(), rule));
    }
  }

  final void wrong(String rule, String what, UnaryOperator<TestBundle> spoil) {
    corpus.add(new Wrong(rule, what, spoil));
  }

  /** A test for each bundle so far. */
  final Stream<DynamicTest> tests() {
    return SourceCompiler.JAVA.stream().flatMap(by -> corpus.stream().map(each -> each.test(by)));
  }

  /** The bundles so far. */
  final List<Wrong> corpus() {
    return corpus;
  }
}
