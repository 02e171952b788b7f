package mm.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.OptionalLong;
import java.util.Set;
import mm.spi.Access;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What pages hold follows them wherever the kernel copies or moves them. */
class ContentsTest {
  private final Simulation sim = new Simulation(MachineOptions.defaults().with(PageContents.KEPT));

  @BeforeEach
  void map() {
    sim.map(0, 16);
  }

  @AfterEach
  void shouldLeaveNothing() {
    sim.close();
    assertEquals(0, sim.machine.framesInUse());
  }

  private void fill(long page, long value) {
    assertEquals(FaultOutcome.OK, sim.process.fill(Simulation.at(page), value));
  }

  private void assertHolds(long value, long page) {
    assertEquals(OptionalLong.of(value), sim.process.read(Simulation.at(page)));
  }

  private long mapFile(Backing file, long page, Sharing sharing) {
    return sim.process.mmap(
        MapRequest.file(file, 0, 4 * Simulation.PAGE)
            .with(sharing)
            .at(Simulation.at(page), Placement.FIXED));
  }

  @Test
  void shouldReadZerosUntilWritten() {
    assertHolds(0, 1);
    fill(1, 7);
    assertHolds(7, 1);
    assertEquals(OptionalLong.empty(), sim.process.read(Simulation.at(99)));
    assertEquals(OptionalLong.empty(), sim.process.peek(Simulation.at(2)));
  }

  @Test
  void shouldForgetWhatIsDiscarded() {
    fill(1, 7);
    sim.madvise(1, 1, Advice.DONTNEED);
    assertHolds(0, 1);
  }

  @Test
  void shouldCopyForAWriterAfterFork() {
    fill(1, 7);
    UserProcess child = sim.process.fork("child");
    child.fill(Simulation.at(1), 8);
    assertHolds(7, 1);
    fill(1, 9);
    assertEquals(OptionalLong.of(8), child.read(Simulation.at(1)));
    child.exit();
  }

  @Test
  void shouldCopyAPinnedPageForAChildAtOnce() {
    fill(1, 7);
    long frame = sim.process.pages().pin(Simulation.at(1), Access.WRITE).frame();
    UserProcess child = sim.process.fork("child");
    fill(1, 8);
    assertEquals(OptionalLong.of(7), child.read(Simulation.at(1)));
    sim.process.pages().unpin(frame);
    child.exit();
  }

  @Test
  void shouldComeBackFromSwap() {
    sim.machine.swapOn(100);
    fill(1, 7);
    fill(2, 8);
    UserProcess child = sim.process.fork("child");
    sim.madvise(1, 2, Advice.PAGEOUT);
    child.madvise(Simulation.at(1), 2 * Simulation.PAGE, Advice.PAGEOUT);
    assertHolds(7, 1);
    assertHolds(8, 2);
    fill(1, 9);
    assertEquals(OptionalLong.of(7), child.read(Simulation.at(1)));
    child.exit();
  }

  @Test
  void shouldMoveWithTheMapping() {
    fill(1, 7);
    sim.process.mremap(
        RemapRequest.resize(Simulation.at(1), Simulation.PAGE, Simulation.PAGE)
            .to(Simulation.at(50)));
    assertHolds(7, 50);
  }

  @Test
  void shouldGatherIntoAHugePageAndSplitAgain() {
    sim.map(512, 512);
    fill(513, 7);
    fill(600, 8);
    sim.madvise(512, 512, Advice.COLLAPSE);
    assertHolds(7, 513);
    assertHolds(8, 600);
    UserProcess child = sim.process.fork("child");
    fill(513, 9);
    assertEquals(OptionalLong.of(7), child.read(Simulation.at(513)));
    assertHolds(8, 600);
    child.exit();
  }

  @Test
  void shouldShowAFileAndKeepItThroughTheDisk() {
    Backing file = sim.machine.createFile("f", FileKind.REGULAR, 4, FileContent.CACHED);
    mapFile(file, 100, Sharing.SHARED);
    mapFile(file, 200, Sharing.PRIVATE);
    long first = sim.process.read(Simulation.at(100)).orElseThrow();
    assertHolds(first, 200);
    fill(100, 7);
    assertHolds(7, 200);
    fill(200, 8);
    assertHolds(7, 100);
    sim.process.files().msync(Simulation.at(100), 4 * Simulation.PAGE, Set.of(SyncFlag.SYNC));
    sim.munmap(100, 4);
    sim.process.files().dropCache(file);
    mapFile(file, 100, Sharing.SHARED);
    assertHolds(7, 100);
    file.close();
  }

  @Test
  void shouldCopyTheFilesPageForTheFirstPrivateWrite() {
    Backing file = sim.machine.createFile("f", FileKind.REGULAR, 4, FileContent.CACHED);
    mapFile(file, 200, Sharing.PRIVATE);
    long held = file.pages() == 4 ? sim.process.read(Simulation.at(201)).orElseThrow() : 0;
    sim.madvise(201, 1, Advice.DONTNEED);
    sim.process.touch(Simulation.at(201), Access.WRITE);
    assertHolds(held, 201);
    file.close();
  }

  @Test
  void shouldWriteWholePagesToAFile() {
    Backing file = sim.machine.createFile("f", FileKind.MEMORY, 4, FileContent.CACHED);
    mapFile(file, 100, Sharing.SHARED);
    fill(1, 7);
    sim.process.files().write(file, Simulation.PAGE, Simulation.PAGE, Simulation.at(1));
    assertHolds(7, 101);
    sim.process.files().punchHole(file, Simulation.PAGE, Simulation.PAGE);
    assertHolds(0, 101);
    file.close();
  }

  @Test
  void shouldBeReadAndWrittenByDevices() {
    long frame = sim.process.pages().fault(Simulation.at(1), Access.WRITE).frame();
    sim.machine.store(frame, 7);
    assertHolds(7, 1);
    fill(1, 8);
    assertEquals(8, sim.machine.load(frame));
    sim.munmap(1, 1);
    assertThrows(IllegalArgumentException.class, () -> sim.machine.load(frame));
    assertThrows(IllegalArgumentException.class, () -> sim.machine.store(frame, 9));
  }

  @Test
  void shouldRefuseADeviceThatWritesToTheZeroPage() {
    long zero = sim.process.pages().fault(Simulation.at(1), Access.READ).frame();
    assertEquals(0, sim.machine.load(zero));
    assertThrows(IllegalArgumentException.class, () -> sim.machine.store(zero, 9));
  }

  @Test
  void shouldRefuseWhereNothingIsKept() {
    try (Simulation plain = new Simulation()) {
      assertThrows(IllegalStateException.class, () -> plain.process.read(Simulation.at(1)));
    }
  }
}
