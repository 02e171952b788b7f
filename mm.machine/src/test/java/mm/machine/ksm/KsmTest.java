package mm.machine.ksm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import mm.machine.Advice;
import mm.machine.FaultOutcome;
import mm.machine.RecordingMemory;
import mm.machine.RemapRequest;
import mm.machine.Simulation;
import mm.machine.UserProcess;
import mm.spi.Access;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KsmTest {
  private final Simulation sim = new Simulation();

  @BeforeEach
  void map() {
    sim.map(0, 64);
  }

  @AfterEach
  void shouldLeaveNothing() {
    sim.close();
    assertEquals(0, sim.machine.framesInUse());
  }

  private static void fill(UserProcess who, long from, long to) {
    for (long page = from; page < to; page++) {
      assertEquals(FaultOutcome.OK, who.fill(Simulation.at(page), 7));
    }
  }

  private void merge(long from, long to) {
    fill(sim.process, from, to);
    sim.madvise(from, to - from, Advice.MERGEABLE);
    sim.machine.mergeEqualPages();
  }

  private long merged() {
    return sim.process.proc().maps().mergedPages(Simulation.at(0), 64 * Simulation.PAGE);
  }

  @Test
  void shouldAnnounceProtectionAndReplacementOfEachPage() {
    merge(0, 3);
    assertEquals(
        List.of("CLEAR 1-2", "CLEAR 0-1", "CLEAR 0-1", "CLEAR 2-3", "CLEAR 2-3"), sim.told());
    assertEquals(1, sim.machine.framesInUse());
    assertEquals(3, merged());
  }

  @Test
  void shouldSendTwoForEachOf64EqualPagesButTheOneThatIsShared() {
    merge(0, 64);
    assertEquals(127, sim.told().size());
  }

  @Test
  void shouldLeaveUnequalAndWrittenPagesApart() {
    sim.process.fill(Simulation.at(0), 1);
    sim.process.fill(Simulation.at(1), 2);
    fill(sim.process, 2, 4);
    sim.write(3, 4);
    sim.madvise(0, 64, Advice.MERGEABLE);
    sim.machine.mergeEqualPages();
    assertEquals(List.of(), sim.told());
  }

  @Test
  void shouldCopyAMergedPageThatIsWrittenAlsoTheLastOne() {
    merge(0, 2);
    sim.told();
    sim.write(0, 2);
    sim.write(0, 2);
    assertEquals(List.of("CLEAR 0-1", "CLEAR 1-2"), sim.told());
    assertEquals(0, merged());
  }

  @Test
  void shouldUnmergeOnlyTheRange() {
    merge(0, 4);
    sim.told();
    assertEquals(0, sim.madvise(1, 2, Advice.UNMERGEABLE));
    assertEquals(List.of("CLEAR 1-2", "CLEAR 2-3"), sim.told());
    sim.write(1, 3);
    assertEquals(List.of(), sim.told());
    assertEquals(2, merged());
  }

  @Test
  void shouldUnmapMergedPagesAtOnce() {
    merge(0, 4);
    sim.told();
    sim.munmap(0, 3);
    assertEquals(List.of("UNMAP 0-3"), sim.told());
    assertEquals(1, merged());
  }

  @Test
  void shouldLeaveAPinnedPageApart() {
    fill(sim.process, 0, 3);
    sim.madvise(0, 3, Advice.MERGEABLE);
    long frame = sim.process.pages().pin(Simulation.at(0), Access.WRITE).frame();
    fill(sim.process, 0, 1);
    sim.told();
    sim.machine.mergeEqualPages();
    assertTrue(sim.process.proc().maps().mergedPages(Simulation.at(0), Simulation.PAGE) == 0);
    sim.process.pages().unpin(frame);
  }

  @Test
  void shouldMergeAcrossProcessesAndShareWithAChild() {
    UserProcess other = sim.machine.spawn("other");
    other.mmap(Simulation.anonymous(0, 8));
    fill(other, 0, 1);
    other.madvise(Simulation.at(0), Simulation.PAGE, Advice.MERGEABLE);
    merge(5, 6);
    assertEquals(List.of("CLEAR 5-6", "CLEAR 5-6"), sim.told());
    assertEquals(1, sim.machine.framesInUse());
    UserProcess child = sim.process.fork("child");
    sim.told();
    child.exit();
    other.exit();
    sim.write(5, 6);
    assertEquals(List.of("CLEAR 5-6"), sim.told());
  }

  @Test
  void shouldUnmergeBeforeAMove() {
    merge(0, 2);
    sim.told();
    sim.process.mremap(
        RemapRequest.resize(Simulation.at(0), 2 * Simulation.PAGE, 2 * Simulation.PAGE)
            .to(Simulation.at(100)));
    assertEquals(List.of("CLEAR 0-1", "CLEAR 1-2"), sim.told().subList(0, 2));
  }

  @Test
  void shouldSwapMergedPagesOutAtAllPlacesTheLatestFirst() {
    merge(0, 3);
    UserProcess child = sim.process.fork("c1");
    sim.record(child);
    sim.machine.swapOn(8);
    sim.told();
    sim.machine.reclaim(8);
    List<String> page = List.of("CLEAR 2-3", "CLEAR 0-1", "CLEAR 1-2");
    List<String> both = new ArrayList<>(page);
    both.addAll(page); // the child's copies come last
    assertEquals(both, sim.told());
    assertEquals(0, sim.machine.framesInUse());
    assertEquals(1, sim.machine.swapUsed());
    assertEquals(FaultOutcome.OK, child.touch(Simulation.at(1), Access.READ));
    sim.write(0, 3);
    assertEquals(List.of(), sim.machine.audit());
    child.exit();
  }

  @Test
  void shouldMoveMergedPagesToADeviceAndBack() {
    merge(0, 3);
    RecordingMemory device = new RecordingMemory(4);
    sim.told();
    long end = Simulation.at(1);
    assertEquals(1, sim.process.pages().migrateToDevice(Simulation.at(0), end, device).pages());
    assertEquals(List.of("MIGRATE 0-1", "CLEAR 2-3", "CLEAR 1-2"), sim.told());
    sim.read(2, 3);
    assertEquals(4, device.room());
    sim.write(0, 3);
    assertEquals(List.of(), sim.machine.audit());
  }
}
