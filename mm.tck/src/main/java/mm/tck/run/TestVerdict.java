package mm.tck.run;

import java.util.List;

/**
 * What became of one test.
 *
 * @param name the method without its rule, {@code shouldServeAgainAfterASection}
 * @param message why it failed or did not apply; empty when it passed
 * @param stack where the driver was when it broke the rule, as far as that is known
 * @param remarks what is legal but unwise
 */
record TestVerdict(
    String rule,
    String name,
    Verdict verdict,
    String message,
    List<StackTraceElement> stack,
    List<String> remarks) {
  static TestVerdict failed(String rule, String name, String message) {
    return new TestVerdict(rule, name, Verdict.FAILED, message, List.of(), List.of());
  }
}
