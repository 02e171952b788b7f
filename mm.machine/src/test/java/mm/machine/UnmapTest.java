package mm.machine;

import static mm.machine.Simulation.PAGE;
import static mm.machine.Simulation.at;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnmapTest {
  private final Simulation sim = new Simulation();

  @AfterEach
  void close() {
    sim.close();
  }

  @Test
  void shouldAnnounceTheWholeRequestWhateverItHolds() {
    sim.map(0, 16);
    sim.map(32, 16);
    assertEquals(0, sim.munmap(8, 80));
    assertEquals(List.of("UNMAP 8-88"), sim.told());
    assertEquals(List.of("0-8 RW"), sim.layout());
  }

  @Test
  void shouldBeSilentWhereNothingIsMapped() {
    sim.map(0, 16);
    assertEquals(0, sim.munmap(18, 12));
    assertEquals(List.of(), sim.told());
  }

  @Test
  void shouldRefuseBadArguments() {
    sim.map(0, 16);
    assertEquals(Errno.EINVAL.result(), sim.process.munmap(at(0) + 1, PAGE));
    assertEquals(Errno.EINVAL.result(), sim.process.munmap(at(0), 0));
    assertEquals(Errno.EINVAL.result(), sim.process.munmap(at(0), -PAGE));
    assertEquals(Errno.EINVAL.result(), sim.process.munmap(-PAGE, PAGE));
    assertEquals(List.of(), sim.told());
  }

  @Test
  void shouldRoundTheLengthUp() {
    sim.map(0, 16);
    sim.process.munmap(at(2), 1);
    assertEquals(List.of("UNMAP 2-3"), sim.told());
  }

  @Test
  void shouldAnnounceBlocksThatAreCutInTwo() {
    sim.map(0, 2048);
    sim.write(0, 1);
    sim.munmap(700, 900);
    assertEquals(List.of("CLEAR 512-1024", "CLEAR 1536-2048", "UNMAP 700-1600"), sim.told());
  }

  @Test
  void shouldJudgeTheUpperCutByWhatTheLowerOneLeft() {
    sim.map(0, 1024);
    sim.write(0, 1);
    sim.munmap(10, 20);
    assertEquals(List.of("CLEAR 0-512", "UNMAP 10-30"), sim.told());
  }

  @Test
  void shouldCutSilentlyWithoutTables() {
    sim.map(0, 2048);
    sim.munmap(700, 900);
    assertEquals(List.of("UNMAP 700-1600"), sim.told());
  }

  @Test
  void shouldLoseTablesWithTheLastMappingOfTheGib() {
    sim.map(0, 2048);
    sim.write(0, 1);
    sim.munmap(0, 2048);
    sim.map(0, 2048);
    sim.forget();
    sim.mprotect(0, 2048, Protection.R);
    assertEquals(List.of(), sim.told());
  }

  @Test
  void shouldFreeFrames() {
    sim.map(0, 64);
    sim.write(0, 64);
    assertEquals(64, sim.machine.framesInUse());
    sim.munmap(0, 63);
    assertEquals(1, sim.machine.framesInUse());
  }

  @Test
  void shouldReplaceUnderAFixedMapping() {
    sim.map(0, 64);
    sim.write(0, 64);
    assertEquals(
        at(48), sim.process.mmap(Simulation.anonymous(48, 48).at(at(48), Placement.FIXED)));
    assertEquals(List.of("UNMAP 48-96"), sim.told());
    assertEquals(48, sim.machine.framesInUse());
    assertEquals(List.of("0-96 RW"), sim.layout());
  }

  @Test
  void shouldShrinkTheHeapWithOneCall() {
    long heap = sim.process.brk(0);
    assertEquals(heap + 64 * PAGE, sim.process.brk(heap + 64 * PAGE));
    assertEquals(List.of(), sim.told());
    assertEquals(heap + 32 * PAGE + 5, sim.process.brk(heap + 32 * PAGE + 5));
    assertEquals(1, sim.told().size());
    assertEquals(heap + 33 * PAGE, sim.process.proc().maps().list().get(0).end());
    assertEquals(heap + 32 * PAGE + 5, sim.process.brk(heap - 1));
  }
}
