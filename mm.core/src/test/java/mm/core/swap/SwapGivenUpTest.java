package mm.core.swap;

import static mm.api.InvalidationEvent.CLEAR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import mm.api.ContractException;
import mm.api.DriverStatus.State;
import mm.api.Finding;
import mm.api.Rule;
import mm.api.SwapPhase;
import mm.api.SwapPlan;
import mm.api.SwapReport;
import mm.core.OtherThread;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One swap at a time, and every way in which it is given up or refused. */
@Timeout(120)
final class SwapGivenUpTest extends SwapStage {
  private static final Finding WHY = new Finding(Rule.R6_22, "By hand.", "Release it.");

  /** The driver before serves, hears everything, and is the only one that does. */
  private void assertKept(SwapReport report, String why) {
    assertFalse(report.swapped(), report::toString);
    assertEquals(Rule.R4_5, report.why().orElseThrow().rule());
    assertTrue(report.why().get().message().contains(why), report::toString);
    log.clear();
    assertEquals(AccessOutcome.MADE, attachment.access(0, Access.READ));
    space.end(space.begin(CLEAR, 0, 0x1000));
    assertEquals(List.of("one access", "one start", "one end"), log);
  }

  @Test
  void shouldKeepTheDriverWhenASectionStaysOpenThatTheSuccessorDidNotSee_R4_2() {
    try (OtherThread other = new OtherThread()) {
      long open = other.call(() -> space.begin(CLEAR, 0, 0x1000));
      SwapReport report = hurriedSwap(EnumSet.of(SwapPhase.DOUBLED), phase -> {});
      other.run(() -> space.end(open));
      awaitSuccessorsGone();
      assertKept(report, "after it was subscribed");
    }
  }

  @Test
  void shouldKeepTheDriverWhenASectionStaysOpenThatItSaw() {
    try (OtherThread other = new OtherThread()) {
      AtomicReference<Long> open = new AtomicReference<>();
      SwapReport report =
          hurriedSwap(
              EnumSet.range(SwapPhase.DOUBLED, SwapPhase.SERVING),
              phase -> {
                if (phase == SwapPhase.SERVING) {
                  open.set(other.call(() -> space.begin(CLEAR, 0, 0x1000)));
                }
              });
      assertEquals(1, report.lingering(), "the successor waits for the section");
      other.run(() -> space.end(open.get()));
      awaitSuccessorsGone();
      assertKept(report, "after its successor served");
    }
  }

  @Test
  void shouldKeepTheDriverWhenTheSuccessorDoesNotAttach() {
    two.onAttach =
        () -> {
          throw new IllegalStateException("planted");
        };
    assertKept(swap(), "script failed to attach");
  }

  @Test
  void shouldKeepTheDriverWhenTheSuccessorHangs() {
    CountDownLatch hung = new CountDownLatch(1);
    two.onAttach = () -> Script.awaitUninterruptibly(hung);
    SwapReport report = hurriedSwap(EnumSet.noneOf(SwapPhase.class), phase -> {});
    assertKept(report, "took longer than");
    hung.countDown();
    awaitSuccessorsGone();
    assertKept(report, "took longer than");
  }

  @Test
  void shouldKeepTheDriverWhenTheSuccessorBreaksItsWord() {
    two.onStart =
        () -> {
          throw new IllegalStateException("planted");
        };
    SwapReport report =
        swap(
            phase -> {
              if (phase == SwapPhase.SETTLED) {
                new OtherThreadSection(space).run();
              }
            });
    assertKept(report, "A promise was broken meanwhile");
  }

  @Test
  void shouldKeepTheDriverWhenItIsQuarantinedMeanwhileAndReleaseItLater() throws Exception {
    SwapReport report = swap(phase -> quarantineAt(phase, SwapPhase.SETTLED));
    assertEquals(SwapReport.Outcome.KEPT, report.outcome());
    assertEquals(AccessOutcome.DETACHED, attachment.access(0, Access.READ));
    core.drivers().release("script").toCompletableFuture().get();
    assertKept(report, "was quarantined meanwhile");
  }

  private void quarantineAt(SwapPhase phase, SwapPhase when) {
    if (phase == when) {
      core.drivers().quarantine("script", WHY).toCompletableFuture().join();
    }
  }

  @Test
  void shouldKeepTheDriverWhenTheObserverFails() {
    SwapReport report =
        swap(
            phase -> {
              if (phase == SwapPhase.SERVING) {
                throw new IllegalStateException("planted");
              }
            });
    assertKept(report, "observer");
  }

  @Test
  void shouldKeepTheDriverWhenTheStandbyIsDismissedMeanwhile() {
    assertKept(
        swap(
            phase -> {
              if (phase == SwapPhase.SERVING) {
                core.drivers().dismiss(TWO);
              }
            }),
        "stopped meanwhile");
    assertEquals(List.of(State.ADMITTED), states());
  }

  @Test
  void shouldRefuseASwapInsideACallbackOrAnOwnSection_R2_8() {
    ContractException[] thrown = new ContractException[1];
    one.onStart = () -> thrown[0] = assertThrows(ContractException.class, this::swap);
    long section = space.begin(CLEAR, 0, 0x1000);
    assertEquals(Rule.R2_8, thrown[0].rule());
    assertEquals(Rule.R2_8, assertThrows(ContractException.class, this::swap).rule());
    space.end(section);
    assertEquals(List.of(State.ADMITTED, State.STANDBY), states());
  }

  @Test
  void shouldRefuseASecondSwapOfTheSameDriver() {
    SwapReport[] second = new SwapReport[1];
    SwapReport first =
        swap(
            phase -> {
              if (phase == SwapPhase.SETTLED) {
                second[0] = swap();
              }
            });
    assertTrue(first.swapped(), first::toString);
    assertTrue(second[0].why().get().message().contains("under way"), second[0]::toString);
    assertEquals(Map.of(), second[0].reached());
  }

  @Test
  void shouldSayWhatIsMissing() {
    DriverSwaps drivers = plan -> core.drivers().swap(plan).why().orElseThrow().message();
    assertTrue(drivers.why(SwapPlan.of("nobody", TWO)).contains("No driver of nobody"));
    assertTrue(drivers.why(SwapPlan.of(ONE, "nobody")).contains("No driver of nobody"));
    assertTrue(drivers.why(SwapPlan.of(TWO, ONE)).contains("is in charge"));
  }

  private interface DriverSwaps {
    String why(SwapPlan plan);
  }

  /** The last moment at which somebody is asked: the successor comes into charge next. */
  @Test
  void shouldKeepTheDriverThatIsQuarantinedAtTheLastMoment() {
    SwapReport report =
        swap(
            phase -> {
              if (phase == SwapPhase.DRAINED) {
                core.drivers().quarantine("script", WHY).toCompletableFuture().join();
              }
            });
    assertFalse(report.swapped(), report::toString);
    assertTrue(report.why().orElseThrow().message().contains("quarantined"), report::toString);
    assertTrue(states().contains(State.QUARANTINED), () -> states().toString());
    assertFalse(space.hasNotifiers());
  }

  @Test
  void shouldKeepTheDriverWhenAPromiseIsBrokenAtTheLastMoment() {
    SwapReport report =
        swap(
            phase -> {
              if (phase == SwapPhase.DRAINED) {
                two.onStart = Script::fail;
                new OtherThreadSection(space).run();
              }
            });
    assertKept(report, "A promise was broken");
  }
}
