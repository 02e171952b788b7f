package mm.soak;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import mm.api.Rule;
import mm.api.Violation;
import org.junit.jupiter.api.Test;

class OutcomeTest {
  private final Promises promises = new Promises();

  /** Of a soak in which nothing else went wrong. */
  private Outcome outcome() {
    Request request =
        Request.of(Map.of("swaps", 1, "seconds", 0, "threads", 1, "updates", 0, "seed", 1L));
    Ledger ledger = new Ledger();
    ledger.judged.increment();
    Tally tally = new Tally();
    tally.done = 1;
    return new Outcome(
        request,
        List.of("unit"),
        ledger,
        tally,
        List.of(),
        promises,
        List.of(),
        new Ledger(),
        List.of(),
        0);
  }

  @Test
  void shouldNotBeCleanWhenADriverBrokeItsPromise() {
    assertTrue(outcome().clean());
    promises.add(List.of(new Violation(Rule.R1_1, "kvm", "space", "waits", 1)));
    assertFalse(outcome().clean());
  }
}
