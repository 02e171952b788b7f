package mm.core.swap;

import static mm.api.InvalidationEvent.CLEAR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import mm.api.AddressSpace;
import mm.api.ContractException;
import mm.api.DriverStatus.State;
import mm.api.Rule;
import mm.core.OtherThread;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The engine is closed: drivers let go while they are still told of everything. */
@Timeout(120)
final class EngineCloseTest extends SwapStage {
  @Test
  void shouldTellADriverOfEverythingUntilItHoldsNothing_R1_4() {
    one.onQuiesce = () -> new OtherThreadSection(space).run();
    core.close();
    assertEquals(
        List.of("one attach", "one start", "one end", "one quiesce", "one release", "one detach"),
        log);
    log.clear();
    assertEquals(AccessOutcome.DETACHED, attachment.access(0, Access.READ));
    new OtherThreadSection(space).run();
    assertEquals(List.of(), log);
    assertTrue(space.released());
  }

  @Test
  void shouldEndTheSectionThatADriverSawBegin_R4_1() throws Exception {
    try (OtherThread other = new OtherThread();
        OtherThread closer = new OtherThread()) {
      long section = other.call(() -> space.begin(CLEAR, 0, 0x1000));
      var closed = closer.submit(core::close);
      await("one release");
      assertFalse(closed.isDone(), "it waits for the section");
      other.run(() -> space.end(section));
      closed.join();
    }
    assertEquals(
        List.of("one attach", "one start", "one quiesce", "one release", "one end", "one detach"),
        log);
  }

  @Test
  void shouldRefuseToCloseInsideACallbackOrAnOwnSectionAndChangeNothing_R2_8() {
    ContractException[] thrown = new ContractException[1];
    one.onStart = () -> thrown[0] = assertThrows(ContractException.class, core::close);
    long section = space.begin(CLEAR, 0, 0x1000);
    assertEquals(Rule.R2_8, thrown[0].rule());
    assertEquals(Rule.R2_8, assertThrows(ContractException.class, core::close).rule());
    space.end(section);
    assertEquals(AccessOutcome.MADE, attachment.access(0, Access.READ));
    assertEquals(List.of(State.ADMITTED, State.STANDBY), states());
    assertFalse(space.released());
  }

  @Test
  void shouldLetNobodyAttachToADriverThatGoes() {
    AddressSpace late = core.createSpace("late", new LoadMemory());
    one.onAttach = () -> core.drivers().retire("script");
    assertThrows(IllegalArgumentException.class, () -> core.drivers().attach("script", late));
    assertFalse(late.hasNotifiers());
    assertEquals(2, log.stream().filter("one detach"::equals).count());
  }
}
