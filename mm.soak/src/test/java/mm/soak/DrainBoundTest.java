package mm.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mm.api.SwapPhase;
import mm.api.SwapReport;
import mm.deploy.service.DeployReport;
import org.junit.jupiter.api.Test;

/** A drain is judged by what the same run has measured, not by a time. */
class DrainBoundTest {
  private final Ledger ledger = new Ledger();
  private final Tally tally = new Tally();

  private static long micros(long micros) {
    return TimeUnit.MICROSECONDS.toNanos(micros);
  }

  private void swapped(int times, long drainMicros) {
    SwapReport swap =
        new SwapReport(
            "one",
            "two",
            SwapReport.Outcome.SWAPPED,
            Optional.empty(),
            1,
            0,
            0,
            Map.of(SwapPhase.SERVING, micros(100), SwapPhase.DRAINED, micros(100 + drainMicros)));
    DeployReport report =
        new DeployReport(
            DeployReport.Outcome.DONE,
            "unit",
            "2.0.0",
            "",
            List.of(),
            List.of(),
            Optional.of(swap));
    for (int i = 0; i < times; i++) {
      tally.add(report);
    }
  }

  private void measured(long operationMicros, long hiccupMicros) {
    ledger.longestOperation.accumulate(micros(operationMicros));
    ledger.longestHiccup.accumulate(micros(hiccupMicros));
  }

  @Test
  void shouldAllowWhatTheLoadAndTheMachineTook() {
    measured(300, 200);
    swapped(10, 2_000);
    assertEquals(2_000, DrainBound.micros(ledger));
    assertTrue(DrainBound.isKept(tally, ledger));
  }

  @Test
  void shouldCatchDrainsThatWaitForMoreThanTheirSections() {
    measured(300, 200);
    swapped(10, 2_001);
    assertFalse(DrainBound.isKept(tally, ledger));
  }

  @Test
  void shouldOverlookOneInAHundred() {
    measured(300, 200);
    swapped(199, 100);
    swapped(1, 1_000_000);
    assertTrue(DrainBound.isKept(tally, ledger));
    swapped(2, 1_000_000);
    assertFalse(DrainBound.isKept(tally, ledger));
  }

  @Test
  void shouldFindNothingWrongWithoutASwap() {
    assertTrue(DrainBound.isKept(tally, ledger));
  }

  @Test
  void shouldTellWhoseDrainsTookTooLong() {
    measured(300, 200);
    swapped(1, 1_999);
    swapped(1, 2_001);
    swapped(1, 70_000);
    assertEquals(
        List.of("swap 3, one -> two: 70,000 us", "swap 2, one -> two: 2,001 us"),
        tally.drainsLongerThan(DrainBound.micros(ledger)));
  }
}
