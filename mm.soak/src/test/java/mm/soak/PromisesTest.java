package mm.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import mm.api.Rule;
import mm.api.Violation;
import mm.report.ViolationScript.Cause;
import mm.soak.witness.WitnessDriver;
import org.junit.jupiter.api.Test;

/** Not all that an engine records was done by a driver. */
class PromisesTest {
  private final Promises promises = new Promises();

  private static Violation seen(Rule rule, String subscriber, String message, long count) {
    return new Violation(rule, subscriber, "p0", message, count);
  }

  private static Optional<String> kind(Violation seen) {
    return Promises.cause(seen).map(Cause::kind);
  }

  @Test
  void shouldCountWhatADriverDid_R1_8() {
    Violation threw = seen(Rule.R1_8, "kvm", "start: threw", 3);
    promises.add(List.of(threw));
    assertEquals(List.of("R1.8: kvm: start: threw (3x)"), promises.broken());
    Cause cause = Promises.cause(threw).orElseThrow();
    assertEquals(new Cause(Cause.PROMISE, "R1.8", "kvm", "start: threw"), cause);
  }

  @Test
  void shouldBlameNobodyForAMachineThatStallsInsideOfASection_R2_11() {
    Violation section = seen(Rule.R2_11, "thread soak-0", "section: is open for 10001 ms", 1);
    Violation epoch = seen(Rule.R3_7, "space shared", "epoch: is open for 10001 ms", 1);
    promises.add(List.of(section, epoch));
    assertEquals(List.of(), promises.broken());
    assertEquals(Optional.empty(), kind(section));
    assertEquals(Optional.empty(), kind(epoch));
  }

  @Test
  void shouldCountSplitPairsOfTheWitnessAndNotWhatItWasMadeToDo() {
    Violation split = seen(Rule.R1_8, WitnessDriver.ID, "end: threw " + WitnessDriver.SPLIT, 2);
    Violation planted = seen(Rule.R1_8, WitnessDriver.ID, "start: threw", 5);
    promises.add(List.of(split, planted));
    assertEquals(2, promises.splits());
    assertEquals(List.of(), promises.broken());
    assertEquals(Optional.of(Cause.UNBALANCED), kind(split));
    assertEquals(Optional.empty(), kind(planted));
  }
}
