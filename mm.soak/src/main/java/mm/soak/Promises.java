package mm.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mm.api.Rule;
import mm.api.Violation;
import mm.report.ViolationScript.Cause;
import mm.soak.witness.WitnessDriver;

/** What drivers did that they had promised not to do, as the engines have seen it. */
final class Promises {
  /** What the watchdog tells of threads and spaces: a machine may stall inside of a section. */
  private static final Set<Rule> NOT_OF_DRIVERS = Set.of(Rule.R2_11, Rule.R3_7);

  private final List<String> broken = new ArrayList<>();
  private long splits;

  /** Of an engine that has gone, or at the end of the load; each engine once. */
  void add(List<Violation> ofEngine) {
    for (Violation each : ofEngine) {
      cause(each).ifPresent(cause -> add(each, cause));
    }
  }

  private void add(Violation each, Cause cause) {
    if (cause.kind().equals(Cause.UNBALANCED)) {
      splits += each.count();
    } else {
      broken.add(each.toString());
    }
  }

  /** What a driver did; empty when none did, or the witness was made to do it. */
  static Optional<Cause> cause(Violation seen) {
    boolean witness = seen.subscriber().equals(WitnessDriver.ID);
    boolean split = witness && seen.message().contains(WitnessDriver.SPLIT);
    if (NOT_OF_DRIVERS.contains(seen.rule()) || witness && !split) {
      return Optional.empty();
    }
    String kind = split ? Cause.UNBALANCED : Cause.PROMISE;
    String rule = split ? "R2.4" : seen.rule().id();
    return Optional.of(new Cause(kind, rule, seen.subscriber(), seen.message()));
  }

  /** What was done; not what the witness was made to do. */
  List<String> broken() {
    return List.copyOf(broken);
  }

  /** Pairs of which start and end went to different devices, as the witness reports them. */
  long splits() {
    return splits;
  }
}
