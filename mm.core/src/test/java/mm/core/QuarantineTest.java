package mm.core;

import static mm.api.InvalidationEvent.CLEAR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import mm.api.AddressSpace;
import mm.api.Admission;
import mm.api.Attachment;
import mm.api.CoreOptions;
import mm.api.DriverPolicy;
import mm.api.DriverRegistry;
import mm.api.DriverStatus.State;
import mm.api.Finding;
import mm.api.Rule;
import mm.api.Violation;
import mm.core.registry.TestDriver;
import mm.spi.DriverCapability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a policy does with drivers: who is let in, and what becomes of one that breaks its word. */
class QuarantineTest {
  private static final Finding WHY = new Finding(Rule.R6_22, "By hand.", "Release it.");

  private final Queue<Runnable> reactions = new ArrayDeque<>();
  private final Core core = new Core(CoreOptions.defaults(), reactions::add);
  private final DriverRegistry drivers = core.drivers();
  private final TestDriver driver = new TestDriver();
  private final AddressSpace space = core.createSpace("space");

  /** Welcomes whom it is told to, and reacts as it is told to. */
  private static final class TestPolicy implements DriverPolicy {
    private Reaction reaction = Reaction.REPORT;
    private boolean welcoming = true;

    @Override
    public List<Finding> judge(DriverCapability declared, String origin) {
      return welcoming ? List.of() : List.of(new Finding(Rule.R6_22, "No.", "Ask."));
    }

    @Override
    public Reaction reaction(Violation violation) {
      return reaction;
    }
  }

  private final TestPolicy policy = new TestPolicy();

  private void react() {
    while (!reactions.isEmpty()) {
      reactions.remove().run();
    }
  }

  private State state() {
    return drivers.list().get(0).state();
  }

  private void section() {
    space.end(space.begin(CLEAR, 0, 0x1000));
  }

  private Attachment attached() {
    drivers.admit(driver);
    return drivers.attach("test", space);
  }

  @Test
  void shouldTellAQuarantinedDriverNothingUntilItIsReleased() {
    Attachment attachment = attached();
    var before = attachment.device();
    drivers.quarantine("test", WHY);
    assertEquals(State.QUARANTINED, state());
    assertEquals(List.of(WHY), drivers.list().get(0).findings());
    react();
    section();
    assertEquals(List.of("quiesce", "release", "detach"), driver.log);
    drivers.release("test");
    react();
    section();
    assertEquals(State.ADMITTED, state());
    assertEquals(List.of("start", "end"), driver.log.subList(3, 5));
    assertNotSame(before, attachment.device(), "nothing of the old one is used again");
    attachment.close();
    assertTrue(!space.hasNotifiers());
  }

  @Test
  void shouldGiveAnEndForEveryStart_R2_1() {
    attached();
    long section = space.begin(CLEAR, 0, 0x1000);
    Thread reaction = new Thread(this::react);
    drivers.quarantine("test", WHY);
    reaction.start();
    space.end(section);
    join(reaction);
    assertEquals(
        driver.log.stream().filter("start"::equals).count(),
        driver.log.stream().filter("end"::equals).count());
    assertTrue(driver.log.contains("end"));
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldNotComeBackToWhatWasClosedMeanwhile() {
    Attachment attachment = attached();
    drivers.quarantine("test", WHY);
    react();
    attachment.close();
    drivers.release("test");
    react();
    assertTrue(!space.hasNotifiers());
    assertEquals(0, drivers.list().get(0).attachments());
  }

  @Test
  void shouldRefuseToAttachAndToRetireNothingThatIsUnknown() {
    attached();
    drivers.quarantine("test", WHY);
    AddressSpace other = core.createSpace("other");
    assertThrows(IllegalArgumentException.class, () -> drivers.attach("test", other));
    assertThrows(IllegalArgumentException.class, () -> drivers.quarantine("nobody", WHY));
    assertThrows(IllegalArgumentException.class, () -> drivers.release("nobody"));
  }

  @Test
  void shouldKeepTheFirstReason() {
    attached();
    drivers.quarantine("test", WHY);
    drivers.quarantine("test", new Finding(Rule.R1_1, "Later.", "No."));
    assertEquals(List.of(WHY), drivers.list().get(0).findings());
    assertEquals(1, reactions.size());
  }

  @Test
  void shouldQuarantineWhoBreaksItsWordIfThePolicySaysSo() {
    policy.reaction = DriverPolicy.Reaction.QUARANTINE;
    drivers.govern(policy);
    attached();
    core.violationLog().record(Rule.R1_1, "somebody else", "space", "start", "waited", null);
    assertEquals(State.ADMITTED, state());
    core.violationLog().record(Rule.R1_1, "test", "space", "start", "waited", null);
    assertEquals(State.QUARANTINED, state());
    assertEquals(Rule.R1_1, drivers.list().get(0).findings().get(0).rule());
    react();
    assertTrue(!space.hasNotifiers());
    drivers.release("test");
    react();
    core.violationLog().record(Rule.R1_1, "test", "space", "start", "waited", null);
    assertEquals(State.QUARANTINED, state(), "again, also where the cause is known");
  }

  @Test
  void shouldOnlyReportIfThePolicySaysNothing() {
    attached();
    core.violationLog().record(Rule.R1_1, "test", "space", "start", "waited", null);
    assertEquals(State.ADMITTED, state());
    assertEquals("test", core.drift().get(0).declared().id());
    assertEquals(1, core.drift().get(0).observed().size());
    assertEquals(List.of(), core.drift().get(0).hinted());
  }

  @Test
  void shouldStopWhoBreaksItsWordIfThePolicySaysSo() {
    List<String> stopped = new ArrayList<>();
    core.drivers().stopBy(stopped::add);
    policy.reaction = DriverPolicy.Reaction.STOP;
    drivers.govern(policy);
    attached();
    core.violationLog().record(Rule.R1_8, "test", "space", "start", "threw", null);
    react();
    assertEquals(List.of(TestDriver.class.getName()), stopped);
    assertEquals(State.REFUSED, state());
    assertTrue(!space.hasNotifiers());
  }

  /** The bundle stops, and another one with a driver of that id starts before all is done. */
  @Test
  void shouldNotStopWhoComesInPlaceOfWhoBrokeItsWord() {
    TestDriver next = new TestDriver();
    core.drivers()
        .stopBy(
            origin -> {
              core.drivers().forget(origin);
              assertInstanceOf(Admission.Admitted.class, drivers.admit(next));
            });
    policy.reaction = DriverPolicy.Reaction.STOP;
    drivers.govern(policy);
    attached();
    core.violationLog().record(Rule.R1_8, "test", "space", "start", "threw", null);
    react();
    assertEquals(State.ADMITTED, state());
    section();
    assertEquals(List.of("start", "end"), next.log);
  }

  @Test
  void shouldExamineWhoIsAdmittedWhileThePolicyChanges_R6_22() {
    TestPolicy strict = new TestPolicy();
    strict.welcoming = false;
    drivers.govern(
        new DriverPolicy() {
          @Override
          public List<Finding> judge(DriverCapability declared, String origin) {
            drivers.govern(strict); // as another thread may, before the driver is listed
            return List.of();
          }

          @Override
          public Reaction reaction(Violation violation) {
            return Reaction.REPORT;
          }
        });
    drivers.admit(driver);
    assertEquals(State.QUARANTINED, state());
  }

  @Test
  void shouldRunNoCodeOfWhoIsNotWelcome_R6_22() {
    policy.welcoming = false;
    drivers.govern(policy);
    Admission.Refused refused =
        assertInstanceOf(Admission.Refused.class, drivers.admit(new TestDriver()));
    assertEquals(Rule.R6_22, refused.findings().get(0).rule());
  }

  @Test
  void shouldExamineLiveDriversWhenThePolicyChanges_R6_22() {
    attached();
    policy.welcoming = false;
    drivers.govern(policy);
    react();
    assertEquals(State.QUARANTINED, state());
    assertTrue(!space.hasNotifiers());
    policy.welcoming = true;
    drivers.govern(policy);
    react();
    assertEquals(State.ADMITTED, state());
    assertTrue(space.hasNotifiers());
  }

  @Test
  void shouldNotReleaseByPolicyWhoWasQuarantinedForAnotherReason() {
    attached();
    drivers.quarantine("test", new Finding(Rule.R1_1, "Waited.", "Mend it."));
    drivers.govern(policy);
    assertEquals(State.QUARANTINED, state());
  }

  @Test
  void shouldChangeNothingWhenThePolicyFails() {
    attached();
    DriverPolicy failing =
        new DriverPolicy() {
          @Override
          public List<Finding> judge(DriverCapability declared, String origin) {
            throw new IllegalStateException("planted");
          }

          @Override
          public Reaction reaction(Violation violation) {
            return Reaction.STOP;
          }
        };
    assertThrows(IllegalStateException.class, () -> drivers.govern(failing));
    core.violationLog().record(Rule.R1_1, "test", "space", "start", "waited", null);
    assertEquals(State.ADMITTED, state());
  }

  @Test
  @Timeout(120)
  void shouldLoseNoEndWhileDriversAreQuarantinedUnderLoad() {
    Core busy = new Core(CoreOptions.defaults());
    AtomicInteger open = new AtomicInteger();
    TestDriver counting = new TestDriver();
    counting.onStart = open::incrementAndGet;
    counting.onEnd = open::decrementAndGet;
    busy.drivers().admit(counting);
    AddressSpace loaded = busy.createSpace("loaded");
    busy.drivers().attach("test", loaded);
    Thread load =
        new Thread(
            () -> {
              for (int i = 0; i < 20_000; i++) {
                loaded.end(loaded.begin(CLEAR, 0, 0x1000));
              }
            });
    load.start();
    for (int i = 0; i < 200; i++) {
      busy.drivers().quarantine("test", WHY);
      busy.drivers().release("test").toCompletableFuture().join();
    }
    join(load);
    busy.drivers().quarantine("test", WHY).toCompletableFuture().join();
    assertEquals(0, open.get());
    assertTrue(!loaded.hasNotifiers());
    busy.close();
  }
}
