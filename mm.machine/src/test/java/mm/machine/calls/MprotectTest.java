package mm.machine.calls;

import static mm.machine.Simulation.PAGE;
import static mm.machine.Simulation.at;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import mm.machine.Errno;
import mm.machine.MapOption;
import mm.machine.Protection;
import mm.machine.Simulation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MprotectTest {
  private final Simulation sim = new Simulation();

  @AfterEach
  void close() {
    sim.close();
  }

  @Test
  void shouldAnnounceEveryMappingThatChanges() {
    sim.map(0, 48);
    sim.write(0, 48);
    sim.mprotect(16, 16, Protection.R);
    sim.forget();
    sim.mprotect(0, 48, Protection.R);
    assertEquals(List.of("PROTECTION_VMA 0-16", "PROTECTION_VMA 32-48"), sim.told());
    assertEquals(List.of("0-48 R"), sim.layout());
  }

  @Test
  void shouldBeSilentWhenNothingChangesOrNothingWasTouched() {
    sim.map(0, 48);
    sim.mprotect(0, 48, Protection.R);
    sim.mprotect(0, 48, Protection.RW);
    sim.write(0, 1);
    sim.mprotect(0, 48, Protection.RW);
    sim.process.mprotect(at(0), 0, Protection.R);
    assertEquals(List.of(), sim.told());
  }

  @Test
  void shouldStartAtTheFirstGibWithTables() {
    sim.map(0, 786432);
    sim.write(400000, 400001);
    sim.mprotect(0, 786432, Protection.R);
    assertEquals(List.of("PROTECTION_VMA 262144-786432"), sim.told());
  }

  @Test
  void shouldStopAtAHole() {
    sim.map(0, 16);
    sim.map(32, 16);
    sim.write(0, 16);
    sim.write(32, 48);
    assertEquals(Errno.ENOMEM.result(), sim.mprotect(8, 32, Protection.R));
    assertEquals(List.of("PROTECTION_VMA 8-16"), sim.told());
    assertEquals(List.of("0-8 RW", "8-16 R", "32-48 RW"), sim.layout());
  }

  @Test
  void shouldCutTheFarBorderWhenAPartJoinsItsNeighbour() {
    sim.process.mmap(Simulation.anonymous(0, 100).with(MapOption.NORESERVE).with(Protection.R));
    sim.process.mmap(Simulation.anonymous(100, 1948).with(MapOption.NORESERVE));
    sim.write(1000, 1001);
    sim.mprotect(100, 600, Protection.R);
    assertEquals(List.of("CLEAR 512-1024", "PROTECTION_VMA 100-700"), sim.told());
    assertEquals(List.of("0-700 R", "700-2048 RW"), sim.layout());
  }

  @Test
  void shouldFillLockedPrivateMemoryThatBecomesWritable() {
    sim.map(0, 8);
    sim.mprotect(0, 8, Protection.R);
    sim.process.mlock(at(0), 4 * PAGE);
    sim.forget();
    sim.mprotect(0, 8, Protection.RW);
    assertEquals(
        List.of(
            "PROTECTION_VMA 0-4",
            "CLEAR 0-1",
            "CLEAR 1-2",
            "CLEAR 2-3",
            "CLEAR 3-4",
            "PROTECTION_VMA 4-8"),
        sim.told());
    assertEquals(4, sim.machine.framesInUse());
  }

  @Test
  void shouldKeepPagesThroughNoneAndBack() {
    sim.map(0, 8);
    sim.write(0, 8);
    sim.mprotect(0, 8, Protection.NONE);
    sim.mprotect(0, 8, Protection.RW);
    sim.forget();
    sim.write(0, 8);
    assertEquals(List.of(), sim.told());
    assertEquals(8, sim.machine.framesInUse());
  }

  @Test
  void shouldRefuseBadArguments() {
    assertEquals(Errno.EINVAL.result(), sim.process.mprotect(at(0) + 1, PAGE, Protection.R));
    assertEquals(Errno.ENOMEM.result(), sim.process.mprotect(at(0), -PAGE, Protection.R));
    assertEquals(Errno.ENOMEM.result(), sim.process.mprotect(at(0), PAGE, Protection.R));
  }
}
