package mm.machine.reclaim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import mm.machine.Advice;
import mm.machine.Backing;
import mm.machine.FaultOutcome;
import mm.machine.FileContent;
import mm.machine.FileKind;
import mm.machine.MapRequest;
import mm.machine.Placement;
import mm.machine.RemapRequest;
import mm.machine.Sharing;
import mm.machine.Simulation;
import mm.machine.UserProcess;
import mm.spi.Access;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SwapTest {
  private final Simulation sim = new Simulation();

  @BeforeEach
  void map() {
    sim.machine.swapOn(100);
    sim.map(0, 64);
  }

  @AfterEach
  void shouldLeaveNothing() {
    sim.close();
    assertEquals(0, sim.machine.framesInUse());
    assertEquals(0, sim.machine.swapUsed());
  }

  private void write(long from, long to) {
    sim.write(from, to);
  }

  private void outOf(long from, long to) {
    assertEquals(0, sim.madvise(from, to - from, Advice.PAGEOUT));
  }

  @Test
  void shouldAnnounceEachPageThatLeavesAndBringItBackSilently() {
    write(0, 4);
    sim.told();
    outOf(1, 3);
    assertEquals(List.of("CLEAR 1-2", "CLEAR 2-3"), sim.told());
    assertEquals(2, sim.machine.framesInUse());
    assertEquals(2, sim.machine.swapUsed());
    sim.process.touch(Simulation.at(1), Access.READ);
    write(1, 3);
    assertEquals(List.of(), sim.told());
    assertEquals(0, sim.machine.swapUsed());
  }

  @Test
  void shouldSkipWhatIsSharedWithAChildOrPinned() {
    write(0, 3);
    long frame = sim.process.pages().pin(Simulation.at(0), Access.WRITE).frame();
    UserProcess child = sim.process.fork("child");
    write(2, 3);
    sim.told();
    outOf(0, 3);
    assertEquals(List.of("CLEAR 2-3"), sim.told());
    child.exit();
    sim.process.pages().unpin(frame);
  }

  @Test
  void shouldCopyAPageThatAChildKnowsBySlot() {
    write(0, 2);
    outOf(0, 2);
    UserProcess child = sim.process.fork("child");
    sim.told();
    write(0, 1);
    assertEquals(List.of("CLEAR 0-1"), sim.told());
    child.exit();
    write(1, 2);
    assertEquals(List.of(), sim.told());
  }

  @Test
  void shouldShareTheFrameThatAnotherProcessReadIn() {
    write(0, 1);
    outOf(0, 1);
    UserProcess child = sim.process.fork("child");
    child.touch(Simulation.at(0), Access.READ);
    sim.process.touch(Simulation.at(0), Access.READ);
    assertEquals(1, sim.machine.framesInUse());
    sim.told();
    write(0, 1);
    assertEquals(List.of("CLEAR 0-1"), sim.told());
    child.exit();
  }

  @Test
  void shouldKeepPagesWhenTheAreaIsFull() {
    sim.machine.swapOn(1);
    write(0, 3);
    sim.told();
    outOf(0, 3);
    assertEquals(List.of("CLEAR 0-1"), sim.told());
  }

  @Test
  void shouldFreeSlotsWhenTheirAddressesGo() {
    write(0, 5);
    outOf(0, 5);
    assertEquals(5, sim.machine.swapUsed());
    sim.madvise(0, 1, Advice.DONTNEED);
    sim.madvise(1, 1, Advice.FREE);
    sim.madvise(2, 1, Advice.GUARD_INSTALL);
    sim.munmap(3, 1);
    assertEquals(1, sim.machine.swapUsed());
    assertEquals(FaultOutcome.SIGSEGV, sim.process.touch(Simulation.at(2), Access.READ));
  }

  @Test
  void shouldDropLazilyFreedPagesInsteadOfSwapping() {
    write(0, 2);
    sim.madvise(0, 2, Advice.FREE);
    sim.told();
    outOf(0, 2);
    assertEquals(List.of("CLEAR 0-1", "CLEAR 1-2"), sim.told());
    assertEquals(0, sim.machine.swapUsed());
    assertEquals(0, sim.machine.framesInUse());
  }

  @Test
  void shouldMoveSlotsWithTheirMapping() {
    write(0, 2);
    outOf(0, 2);
    long bytes = 64 * Simulation.PAGE;
    sim.process.mremap(RemapRequest.resize(Simulation.at(0), bytes, bytes).to(Simulation.at(1000)));
    sim.told();
    write(1000, 1002);
    assertEquals(List.of(), sim.told());
    assertEquals(0, sim.machine.swapUsed());
  }

  @Test
  void shouldSplitAHugePageAndSwapOnlyWhatWasWritten() {
    sim.map(512, 512);
    sim.madvise(512, 512, Advice.HUGEPAGE);
    write(512, 514);
    sim.told();
    outOf(512, 1024);
    assertEquals(List.of("CLEAR 512-1024", "CLEAR 512-513", "CLEAR 513-514"), sim.told());
    assertEquals(2, sim.machine.swapUsed());
  }

  @Test
  void shouldSwapMemoryFilesOutOfTheirCache() {
    Backing file = sim.machine.createFile("f", FileKind.MEMORY, 4, FileContent.CACHED);
    sim.process.mmap(
        MapRequest.file(file, 0, 4 * Simulation.PAGE)
            .with(Sharing.SHARED)
            .at(Simulation.at(100), Placement.FIXED));
    sim.process.touch(Simulation.at(100), Access.READ);
    sim.told();
    outOf(100, 104);
    assertEquals(4, sim.told().size());
    assertEquals(4, sim.machine.swapUsed());
    assertEquals(0, sim.machine.framesInUse());
    sim.process.touch(Simulation.at(101), Access.WRITE);
    assertEquals(3, sim.machine.swapUsed());
    file.close();
  }

  @Test
  void shouldBringEverythingBackWhenSwitchedOff() {
    write(0, 5);
    outOf(0, 5);
    UserProcess child = sim.process.fork("child");
    assertEquals(0, sim.machine.swapOff());
    assertEquals(0, sim.machine.swapUsed());
    assertEquals(5, sim.machine.framesInUse());
    child.exit();
    sim.told();
    outOf(0, 5);
    assertTrue(sim.told().isEmpty());
  }
}
