package mm.verify.check;

import java.util.ArrayList;
import java.util.List;
import mm.api.Finding;
import mm.api.Rule;
import mm.verify.Hit;
import mm.verify.Severity;
import mm.verify.code.ClassFile;
import mm.verify.code.Member;
import mm.verify.code.MethodShape;
import mm.verify.code.Step;
import mm.verify.reach.CallGraph;
import mm.verify.reach.Operation;
import mm.verify.reach.Reached;
import mm.verify.reach.Search;

/** What is reached while a spin lock is held, wherever the driver can come (R6.18). */
final class SpinLockCheck {
  private static final String SPIN_LOCK = "mm/spi/SpinLock";
  private static final String MEND =
      "Give the lock back first; note under the lock what is to be done, and do it afterwards.";

  private SpinLockCheck() {}

  static void check(CallGraph graph, Hits hits) {
    Search search =
        Search.from(graph, Rule.R6_18.id(), Step.Mark.UNDER_SPIN_LOCK, SpinLockCheck::isForbidden)
            .run(holders(graph));
    search.findings().forEach(reached -> hits.add(hit(graph, reached, "")));
    search.justified().forEach(reached -> hits.add(hit(graph, reached, reached.reason())));
  }

  private static boolean isForbidden(Operation operation) {
    return operation.is(Operation.Kind.WAITS) || operation.is(Operation.Kind.LEAF);
  }

  /** The methods that do something under a lock that they, or what they call, have taken. */
  private static List<Member> holders(CallGraph graph) {
    List<Member> holders = new ArrayList<>();
    for (ClassFile file : graph.hierarchy().classes()) {
      if (file.mentions().contains(SPIN_LOCK)) {
        file.methods().values().stream()
            .map(MethodShape::member)
            .filter(method -> graph.isRun(method) && holds(graph, method))
            .forEach(holders::add);
      }
    }
    return holders;
  }

  private static boolean holds(CallGraph graph, Member method) {
    return graph.bodies().of(method).steps().stream()
        .anyMatch(step -> step.is(Step.Mark.UNDER_SPIN_LOCK));
  }

  private static Hit hit(CallGraph graph, Reached reached, String justification) {
    Finding finding =
        new Finding(
            Rule.R6_18,
            "Under the spin lock taken in "
                + reached.root()
                + " it reaches "
                + ReachedHit.name(reached)
                + ": "
                + reached.operation().reason()
                + ".",
            MEND);
    return ReachedHit.of(graph, finding, Severity.ERROR, "", reached, justification);
  }
}
