package mm.core.swap;

import static mm.api.InvalidationEvent.CLEAR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import mm.api.AddressSpace;
import mm.api.Admission;
import mm.api.Attachment;
import mm.api.ContractException;
import mm.api.DriverStatus.State;
import mm.api.Finding;
import mm.api.NotifierCore;
import mm.api.Rule;
import mm.api.SwapObserver;
import mm.api.SwapPhase;
import mm.api.SwapPlan;
import mm.api.SwapReport;
import mm.core.Flight;
import mm.core.OtherThread;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One swap at a time: its phases, and every way in which it is given up. */
@Timeout(120)
class SwapTest {
  private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(300);
  private static final long MUCH = 20;
  private static final long LONG = TimeUnit.SECONDS.toNanos(40);
  private static final String ONE = ScriptOne.class.getName();
  private static final String TWO = ScriptTwo.class.getName();
  private static final Finding WHY = new Finding(Rule.R6_22, "By hand.", "Release it.");

  private final NotifierCore core = NotifierCore.create();
  private final List<String> log = Script.newLog();
  private final ScriptOne one = new ScriptOne();
  private final ScriptTwo two = new ScriptTwo();
  private final AddressSpace space = core.createSpace("space", new LoadMemory());
  private Attachment attachment;

  @BeforeEach
  void admitBoth() {
    one.log = log;
    two.log = log;
    core.drivers().admit(one);
    attachment = core.drivers().attach("script", space);
    assertInstanceOf(Admission.Admitted.class, core.drivers().admitStandby(two));
  }

  @AfterEach
  void close() {
    core.close();
  }

  private SwapReport swap() {
    return swap(phase -> {});
  }

  private SwapReport swap(SwapObserver observer) {
    return core.drivers().swap(new SwapPlan(ONE, TWO, LONG, observer));
  }

  private SwapReport hurriedSwap(SwapObserver observer) {
    return core.drivers().swap(new SwapPlan(ONE, TWO, shortLimit(), observer));
  }

  /** What a phase may take that is to be given up: the others need less, on a busy machine too. */
  private static long shortLimit() {
    NotifierCore other = NotifierCore.create();
    other.drivers().admit(new ScriptOne());
    other.drivers().attach("script", other.createSpace("trial", new LoadMemory()));
    other.drivers().admitStandby(new ScriptTwo());
    long began = System.nanoTime();
    assertTrue(other.drivers().swap(new SwapPlan(ONE, TWO, LONG, phase -> {})).swapped());
    long took = System.nanoTime() - began;
    other.close();
    return Math.max(SHORTEST, MUCH * took);
  }

  private List<State> states() {
    return core.drivers().list().stream().map(each -> each.state()).toList();
  }

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
  void shouldAdmitAStandbyBesideTheDriverAndAttachItNowhere() {
    assertEquals(List.of(State.ADMITTED, State.STANDBY), states());
    space.end(space.begin(CLEAR, 0, 0x1000));
    assertEquals(List.of("one attach", "one start", "one end"), log);
  }

  @Test
  void shouldGoThroughItsPhasesInOrder() {
    List<SwapPhase> phases = new ArrayList<>();
    Device before = attachment.device();
    SwapReport report = swap(phases::add);
    assertTrue(report.swapped(), report::toString);
    assertEquals(List.of(SwapPhase.values()), phases);
    assertEquals(phases, List.copyOf(report.reached().keySet()));
    assertEquals(1, report.attachments());
    assertNotSame(before, attachment.device());
    assertEquals(
        List.of("one attach", "two attach", "one quiesce", "one release", "one detach"), log);
    assertEquals(List.of(State.ADMITTED), states());
    assertEquals(TWO, core.drivers().list().get(0).origin());
  }

  @Test
  void shouldTellTheFlightRecorderEachPhase() throws Exception {
    List<RecordedEvent> phases = Flight.of("mm.SwapPhase", this::swap);
    assertEquals(
        Stream.of(SwapPhase.values()).map(each -> each + " REACHED").toList(), outcomes(phases));
    for (RecordedEvent each : phases) {
      assertEquals(ONE, each.getString("from"));
      assertEquals(TWO, each.getString("to"));
      assertEquals("script", each.getString("drivers"));
    }
  }

  @Test
  void shouldTellTheFlightRecorderWhereItWasGivenUpAndWhy() throws Exception {
    two.onAttach =
        () -> {
          throw new IllegalStateException("planted");
        };
    List<RecordedEvent> phases = Flight.of("mm.SwapPhase", this::swap);
    assertEquals(List.of("DOUBLED GIVEN_UP"), outcomes(phases));
    assertTrue(phases.get(0).getString("why").contains("planted"), phases::toString);
  }

  private static List<String> outcomes(List<RecordedEvent> phases) {
    return phases.stream()
        .map(each -> each.getString("phase") + " " + each.getString("outcome"))
        .toList();
  }

  @Test
  void shouldTellBothWhileBothAreThere() {
    swap(
        phase -> {
          log.clear();
          new OtherThreadSection(space).run();
          assertEquals(
              phase == SwapPhase.DONE
                  ? List.of("two start", "two end")
                  : List.of("two start", "one start", "two end", "one end"),
              log,
              phase::toString);
        });
  }

  /** A section opened and ended by another thread. */
  private record OtherThreadSection(AddressSpace space) implements Runnable {
    @Override
    public void run() {
      try (OtherThread other = new OtherThread()) {
        other.run(() -> space.end(space.begin(CLEAR, 0, 0x1000)));
      }
    }
  }

  @Test
  void shouldServeByTheSuccessorFromOneMomentOn() {
    List<String> served = new ArrayList<>();
    SwapReport report =
        swap(
            phase -> {
              log.clear();
              if (phase != SwapPhase.HANDED_OVER) { // the access would wait for its turn
                assertEquals(AccessOutcome.MADE, attachment.access(0, Access.READ));
                served.add(log.get(0));
              }
            });
    assertTrue(report.swapped(), report::toString);
    assertEquals(
        List.of("one access", "one access", "two access", "two access", "two access"), served);
  }

  @Test
  void shouldEndEachSectionWithWhoSawItBegin_R4_1() throws Exception {
    try (OtherThread other = new OtherThread()) {
      AtomicReference<Long> open = new AtomicReference<>();
      CountDownLatch ended = new CountDownLatch(1);
      SwapReport report =
          swap(
              phase -> {
                if (phase == SwapPhase.SERVING) {
                  log.clear();
                  open.set(other.call(() -> space.begin(CLEAR, 0, 0x1000)));
                  new Thread(
                          () -> {
                            other.run(() -> space.end(open.get()));
                            ended.countDown();
                          })
                      .start();
                }
              });
      ended.await();
      assertTrue(report.swapped(), report::toString);
      assertTrue(log.indexOf("one end") < log.indexOf("one quiesce"), log::toString);
      assertEquals(1, log.stream().filter("two end"::equals).count());
    }
  }

  @Test
  void shouldKeepTheDriverWhenASectionStaysOpenThatTheSuccessorDidNotSee_R4_2() {
    try (OtherThread other = new OtherThread()) {
      long open = other.call(() -> space.begin(CLEAR, 0, 0x1000));
      SwapReport report = hurriedSwap(phase -> {});
      other.run(() -> space.end(open));
      await("two detach");
      assertKept(report, "after it was subscribed");
      assertEquals(List.of(SwapPhase.DOUBLED), List.copyOf(report.reached().keySet()));
    }
  }

  @Test
  void shouldKeepTheDriverWhenASectionStaysOpenThatItSaw() {
    try (OtherThread other = new OtherThread()) {
      AtomicReference<Long> open = new AtomicReference<>();
      SwapReport report =
          hurriedSwap(
              phase -> {
                if (phase == SwapPhase.SERVING) {
                  open.set(other.call(() -> space.begin(CLEAR, 0, 0x1000)));
                }
              });
      assertEquals(1, report.lingering(), "the successor waits for the section");
      other.run(() -> space.end(open.get()));
      await("two detach");
      assertKept(report, "after its successor served");
    }
  }

  private void await(String line) {
    while (!log.contains(line)) {
      Thread.onSpinWait();
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
    SwapReport report = hurriedSwap(phase -> {});
    assertKept(report, "took longer than");
    hung.countDown();
    await("two detach");
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

  @Test
  void shouldAttachBothToASpaceThatComesMeanwhile() {
    AddressSpace[] child = new AddressSpace[1];
    SwapReport report =
        swap(
            phase -> {
              if (phase == SwapPhase.SETTLED) {
                child[0] = core.createSpace("child");
                core.drivers().attach("script", child[0]);
              }
            });
    assertTrue(report.swapped(), report::toString);
    log.clear();
    child[0].end(child[0].begin(CLEAR, 0, 0x1000));
    assertEquals(List.of("two start", "two end"), log);
    assertEquals(2, core.drivers().list().get(0).attachments());
  }

  @Test
  void shouldGoOnWhenASpaceIsReleasedMeanwhile() {
    SwapReport report =
        swap(
            phase -> {
              if (phase == SwapPhase.SERVING) {
                space.release();
              }
            });
    assertTrue(report.swapped(), report::toString);
    assertEquals(1, log.stream().filter("one detach"::equals).count());
    assertEquals(1, log.stream().filter("two detach"::equals).count());
  }

  @Test
  void shouldKeepThePlacesOfADriverThatGoesForTheNext() {
    core.drivers().dismiss(TWO);
    ((mm.core.registry.DriverTable) core.drivers()).forget(ONE);
    assertEquals(AccessOutcome.DETACHED, attachment.access(0, Access.READ));
    assertFalse(space.hasNotifiers());
    core.drivers().admit(two);
    assertEquals(AccessOutcome.MADE, attachment.access(0, Access.READ));
    assertSame(attachment.device(), attachment.device());
    assertEquals(1, core.drivers().list().get(0).attachments());
  }

  @Test
  void shouldReportADriverThatDoesNotGo() {
    CountDownLatch hung = new CountDownLatch(1);
    one.onQuiesce = () -> Script.awaitUninterruptibly(hung);
    SwapReport report = hurriedSwap(phase -> {});
    assertTrue(report.swapped(), report::toString);
    assertEquals(1, report.lingering());
    log.clear();
    assertEquals(AccessOutcome.MADE, attachment.access(0, Access.READ));
    assertEquals(List.of("two access"), log);
    hung.countDown();
    await("one detach");
  }
}
