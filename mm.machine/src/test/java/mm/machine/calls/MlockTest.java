package mm.machine.calls;

import static mm.machine.Simulation.PAGE;
import static mm.machine.Simulation.at;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import mm.machine.Errno;
import mm.machine.MappingView;
import mm.machine.Protection;
import mm.machine.Simulation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MlockTest {
  private final Simulation sim = new Simulation();

  @AfterEach
  void close() {
    sim.close();
  }

  @Test
  void shouldFillPagesAndBreakZeroPages() {
    sim.map(0, 8);
    sim.read(0, 2);
    assertEquals(0, sim.process.mlock(at(0), 8 * PAGE));
    assertEquals(List.of("CLEAR 0-1", "CLEAR 1-2"), sim.told());
    assertEquals(8, sim.machine.framesInUse());
  }

  @Test
  void shouldLockButNotFillBeforeAHole() {
    sim.map(0, 8);
    assertEquals(Errno.ENOMEM.result(), sim.process.mlock(at(0), 9 * PAGE));
    assertEquals(0, sim.machine.framesInUse());
    assertEquals(
        MappingView.Locking.LOCKED, sim.process.proc().maps().mapping(0).orElseThrow().locked());
  }

  @Test
  void shouldFillWhatLiesBeforeAnInaccessibleMapping() {
    sim.map(0, 8);
    sim.mprotect(4, 4, Protection.NONE);
    assertEquals(Errno.ENOMEM.result(), sim.process.mlock(at(0), 8 * PAGE));
    assertEquals(4, sim.machine.framesInUse());
  }

  @Test
  void shouldCutAndJoin() {
    sim.map(0, 1024);
    sim.write(0, 1);
    sim.process.mlock(at(600) + 7, PAGE);
    assertEquals(List.of("CLEAR 512-1024"), sim.told());
    assertEquals(List.of("0-600 RW", "600-602 RW", "602-1024 RW"), sim.layout());
    sim.process.munlock(at(0), 1024 * PAGE);
    assertEquals(List.of(), sim.told());
    assertEquals(List.of("0-1024 RW"), sim.layout());
  }
}
