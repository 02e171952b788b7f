package mm.core.swap;

import static mm.api.InvalidationEvent.CLEAR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import mm.api.AddressSpace;
import mm.api.Admission;
import mm.api.DriverStatus.State;
import mm.api.SwapPhase;
import mm.api.SwapPlan;
import mm.api.SwapReport;
import mm.core.Flight;
import mm.core.OtherThread;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One swap at a time: its phases, and what comes and goes meanwhile. */
@Timeout(120)
final class SwapTest extends SwapStage {
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

  /** As that of a newer jar, which another class loader has loaded. */
  @Test
  void shouldSwapForAnInstanceOfAClassWithTheSameNameFromAnotherOrigin() {
    core.drivers().dismiss(TWO);
    ScriptOne again = new ScriptOne();
    again.log = log;
    assertInstanceOf(Admission.Admitted.class, core.drivers().admitStandby(again, "newer.jar"));
    assertTrue(core.drivers().swap(SwapPlan.of(ONE, "newer.jar")).swapped());
    assertEquals("newer.jar", core.drivers().list().get(0).origin());
    assertEquals(
        List.of("one attach", "one attach", "one quiesce", "one release", "one detach"), log);
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
    SwapReport report = hurriedSwap(EnumSet.allOf(SwapPhase.class), phase -> {});
    assertTrue(report.swapped(), report::toString);
    assertEquals(1, report.lingering());
    log.clear();
    assertEquals(AccessOutcome.MADE, attachment.access(0, Access.READ));
    assertEquals(List.of("two access"), log);
    hung.countDown();
    await("one detach");
  }

  /** A stream of sections in one space must not keep the drain of another waiting. */
  @Test
  void shouldDrainTheSectionsOfAllSpacesThatWereOpenAtOneMoment() {
    List<AddressSpace> others = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      AddressSpace made = core.createSpace("other " + i, new LoadMemory());
      core.drivers().attach("script", made);
      others.add(made);
    }
    Thread swapper = Thread.currentThread();
    try (OtherThread holder = new OtherThread();
        OtherThread later = new OtherThread()) {
      List<Long> begunLater = new ArrayList<>();
      AtomicReference<Long> open = new AtomicReference<>();
      Thread load =
          new Thread(
              () -> {
                awaitDrain(swapper);
                later.run(() -> others.forEach(o -> begunLater.add(o.begin(CLEAR, 0, 0x1000))));
                holder.run(() -> space.end(open.get()));
              });
      SwapReport report =
          swap(
              phase -> {
                if (phase == SwapPhase.SERVING) {
                  open.set(holder.call(() -> space.begin(CLEAR, 0, 0x1000)));
                  load.start();
                } else if (phase == SwapPhase.DRAINED) {
                  later.run(() -> endAll(others, begunLater));
                }
              });
      assertTrue(report.swapped(), report::toString);
      assertEquals(4, begunLater.size(), "they were open");
    }
  }

  private static void awaitDrain(Thread swapper) {
    while (Stream.of(swapper.getStackTrace())
        .noneMatch(
            at ->
                at.getClassName().endsWith("GracePeriod") && at.getMethodName().equals("await"))) {
      Thread.onSpinWait();
    }
  }

  private static void endAll(List<AddressSpace> spaces, List<Long> sections) {
    for (int i = sections.size() - 1; i >= 0; i--) {
      spaces.get(i).end(sections.get(i));
    }
  }
}
