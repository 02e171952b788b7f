package mm.machine;

import static mm.machine.Simulation.PAGE;
import static mm.machine.Simulation.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import mm.machine.tables.Layout;
import mm.spi.Access;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MmapTest {
  private final Simulation sim = new Simulation(MachineOptions.defaults().withFrames(8));

  @AfterEach
  void close() {
    sim.close();
  }

  @Test
  void shouldPlaceTopDownAndGrowDownwards() {
    long first = sim.process.mmap(MapRequest.anonymous(10 * PAGE));
    long second = sim.process.mmap(MapRequest.anonymous(5 * PAGE));
    assertEquals(first - 5 * PAGE, second);
    assertEquals(1, sim.process.proc().maps().count());
    assertEquals(List.of(), sim.told());
  }

  @Test
  void shouldUseAFreeHintAndIgnoreATakenOne() {
    assertEquals(
        at(3), sim.process.mmap(MapRequest.anonymous(PAGE).at(at(3) + 9, Placement.ANYWHERE)));
    long other = sim.process.mmap(MapRequest.anonymous(PAGE).at(at(3), Placement.ANYWHERE));
    assertFalse(Errno.isError(other));
    assertTrue(other != at(3));
  }

  @Test
  void shouldFindTheHoleBetweenMappings() {
    long top = sim.process.mmap(MapRequest.anonymous(10 * PAGE));
    sim.process.munmap(top + 4 * PAGE, 2 * PAGE);
    assertEquals(top - 3 * PAGE, sim.process.mmap(MapRequest.anonymous(3 * PAGE)));
    assertEquals(top + 4 * PAGE, sim.process.mmap(MapRequest.anonymous(2 * PAGE)));
  }

  @Test
  void shouldRefuseBadRequests() {
    sim.map(0, 4);
    assertEquals(Errno.EEXIST.result(), sim.map(3, 4));
    assertEquals(Errno.EINVAL.result(), sim.process.mmap(MapRequest.anonymous(0)));
    assertEquals(Errno.ENOMEM.result(), sim.process.mmap(MapRequest.anonymous(-1)));
    assertEquals(Errno.ENOMEM.result(), sim.process.mmap(MapRequest.anonymous(1L << 48)));
    assertEquals(
        Errno.EINVAL.result(),
        sim.process.mmap(MapRequest.anonymous(1).at(at(0) + 1, Placement.FIXED)));
    assertEquals(
        Errno.ENOMEM.result(),
        sim.process.mmap(MapRequest.anonymous(PAGE).at(Layout.TASK_SIZE, Placement.FIXED)));
    assertEquals(List.of(), sim.told());
  }

  @Test
  void shouldKeepApartWhatDiffers() {
    sim.map(0, 4);
    sim.process.mmap(Simulation.anonymous(4, 4).with(Protection.R));
    sim.process.mmap(Simulation.anonymous(8, 4).with(Protection.R).with(MapOption.NORESERVE));
    sim.process.mmap(Simulation.anonymous(12, 4).with(Sharing.SHARED));
    sim.process.mmap(Simulation.anonymous(16, 4).with(Sharing.SHARED));
    assertEquals(
        List.of("0-4 RW", "4-8 R", "8-12 R", "12-16 RW shared", "16-20 RW shared"), sim.layout());
  }

  @Test
  void shouldJoinPartsOfAFileOnlyWithContinuedOffsets() {
    try (Backing file = sim.machine.createFile("f", FileKind.MEMORY, 64, FileContent.UNCACHED)) {
      sim.process.mmap(MapRequest.file(file, 0, 4 * PAGE).at(at(0), Placement.FIXED));
      sim.process.mmap(MapRequest.file(file, 4 * PAGE, 4 * PAGE).at(at(4), Placement.FIXED));
      sim.process.mmap(MapRequest.file(file, 9 * PAGE, 4 * PAGE).at(at(8), Placement.FIXED));
      assertEquals(List.of("0-8 RW", "8-12 RW"), sim.layout());
    }
  }

  @Test
  void shouldPopulateOnRequest() {
    sim.process.mmap(Simulation.anonymous(0, 4).with(MapOption.POPULATE));
    assertEquals(4, sim.machine.framesInUse());
    assertEquals(List.of(), sim.told());
  }

  @Test
  void shouldRunOutOfFrames() {
    sim.map(0, 16);
    sim.write(0, 8);
    assertEquals(FaultOutcome.OUT_OF_MEMORY, sim.process.touch(at(8), Access.WRITE));
    sim.read(8, 16);
    sim.madvise(0, 1, Advice.DONTNEED);
    sim.write(8, 9);
  }

  @Test
  void shouldFaultOutsideMappingsAndAgainstProtection() {
    sim.process.mmap(Simulation.anonymous(0, 4).with(Protection.R));
    assertEquals(FaultOutcome.SIGSEGV, sim.process.touch(at(4), Access.READ));
    assertEquals(FaultOutcome.SIGSEGV, sim.process.touch(at(0), Access.WRITE));
    assertEquals(FaultOutcome.OK, sim.process.touch(at(0), Access.READ));
    sim.mprotect(0, 4, Protection.NONE);
    assertEquals(FaultOutcome.SIGSEGV, sim.process.touch(at(0), Access.READ));
  }
}
