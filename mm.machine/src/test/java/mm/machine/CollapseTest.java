package mm.machine;

import static mm.machine.Simulation.PAGE;
import static mm.machine.Simulation.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import mm.spi.Access;
import mm.spi.Page;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CollapseTest {
  private final Simulation sim = new Simulation();

  @AfterEach
  void close() {
    sim.close();
    assertEquals(0, sim.machine.framesInUse());
  }

  @Test
  void shouldAnnounceEachBlockOnce() {
    sim.map(0, 1024);
    sim.write(0, 1024);
    assertEquals(0, sim.madvise(0, 1024, Advice.COLLAPSE));
    assertEquals(List.of("CLEAR 0-512", "CLEAR 512-1024"), sim.told());
    assertEquals(0, sim.madvise(0, 1024, Advice.COLLAPSE));
    assertEquals(List.of(), sim.told(), "huge already");
  }

  @Test
  void shouldCollapseASharedSegmentAsAMemoryFile() {
    Backing segment = sim.machine.createFile("s", FileKind.SEGMENT, 512, FileContent.HOLE);
    sim.process.files().shmat(segment, at(0));
    sim.write(0, 2);
    assertEquals(0, sim.madvise(0, 512, Advice.COLLAPSE));
    assertEquals(List.of("CLEAR 0-1", "CLEAR 1-2", "CLEAR 0-512"), sim.told());
    segment.close();
  }

  @Test
  void shouldRoundInwardToBlocks() {
    sim.map(0, 1024);
    sim.write(0, 1024);
    assertEquals(0, sim.madvise(100, 800, Advice.COLLAPSE));
    assertEquals(Errno.EINVAL.result(), sim.madvise(100, 200, Advice.COLLAPSE));
    assertEquals(List.of(), sim.told());
  }

  @Test
  void shouldFillWhatIsMissingAndKeepContents() {
    sim.map(0, 512);
    sim.write(7, 8);
    sim.read(8, 9);
    sim.madvise(0, 512, Advice.COLLAPSE);
    assertEquals(512, sim.machine.framesInUse());
    sim.write(0, 512);
    sim.madvise(0, 512, Advice.FREE);
    assertEquals(List.of("CLEAR 0-512", "CLEAR 0-512"), sim.told());
  }

  @Test
  void shouldKnowWhichPagesAreStillZeros() {
    sim.map(0, 512);
    sim.write(7, 8);
    sim.madvise(0, 512, Advice.COLLAPSE);
    sim.madvise(100, 1, Advice.COLD);
    assertEquals(1, sim.machine.framesInUse());
  }

  @Test
  void shouldTakePagesThatAChildShares() {
    sim.map(0, 512);
    sim.write(0, 512);
    UserProcess child = sim.process.fork("c1");
    sim.forget();
    assertEquals(0, sim.madvise(0, 512, Advice.COLLAPSE));
    assertEquals(List.of("CLEAR 0-512"), sim.told());
    assertNotEquals(
        sim.process.pages().snapshot(at(0)).frame(), child.pages().snapshot(at(0)).frame());
    child.exit();
  }

  /** As Linux 6.18: the pages of the file are gathered, but the table holds something else. */
  @Test
  void shouldNotMapAHugePageOverPrivatePagesOfAMemoryFile() {
    Backing file = sim.machine.createFile("f", FileKind.MEMORY, 1024, FileContent.CACHED);
    sim.process.mmap(MapRequest.file(file, 0, 1024 * PAGE).at(at(0), Placement.FIXED));
    sim.write(3, 4);
    sim.read(20, 21);
    sim.forget();
    assertEquals(Errno.EINVAL.result(), sim.madvise(0, 1024, Advice.COLLAPSE));
    assertEquals("CLEAR 16-17", sim.told().get(0));
    assertEquals(Errno.EINVAL.result(), sim.madvise(0, 512, Advice.COLLAPSE));
    assertEquals(List.of(), sim.told());
    sim.madvise(3, 1, Advice.DONTNEED);
    sim.forget();
    assertEquals(0, sim.madvise(0, 512, Advice.COLLAPSE));
    assertEquals(List.of("CLEAR 0-512"), sim.told());
    file.close();
  }

  @Test
  void shouldRefuseWhatCannotBecomeHuge() {
    sim.map(0, 1024);
    assertEquals(Errno.EINVAL.result(), sim.madvise(0, 512, Advice.COLLAPSE), "never written");
    sim.write(0, 1);
    assertEquals(Errno.EINVAL.result(), sim.madvise(512, 512, Advice.COLLAPSE), "no table");
    Page pinned = sim.process.pages().pin(at(0), Access.WRITE);
    assertEquals(Errno.EAGAIN.result(), sim.madvise(0, 512, Advice.COLLAPSE));
    sim.process.pages().unpin(pinned.frame());
    sim.madvise(0, 1024, Advice.NOHUGEPAGE);
    assertEquals(Errno.EINVAL.result(), sim.madvise(0, 512, Advice.COLLAPSE));
    sim.map(2048, 500);
    sim.write(2048, 2049);
    assertEquals(Errno.EINVAL.result(), sim.madvise(2048, 500, Advice.COLLAPSE), "too small");
    assertEquals(List.of(), sim.told());
  }

  @Test
  void shouldUnmapPagesOfAMemoryFileOneByOneThenTheTable() {
    Backing file = sim.machine.createFile("f", FileKind.MEMORY, 512, FileContent.UNCACHED);
    sim.process.mmap(
        MapRequest.file(file, 0, 512 * PAGE).with(Sharing.SHARED).at(at(0), Placement.FIXED));
    sim.write(0, 512);
    assertEquals(0, sim.madvise(0, 512, Advice.COLLAPSE));
    List<String> expected = new ArrayList<>();
    for (int page = 0; page < 512; page++) {
      expected.add("CLEAR " + page + "-" + (page + 1));
    }
    expected.add("CLEAR 0-512");
    assertEquals(expected, sim.told());
    sim.write(0, 512);
    assertTrue(sim.process.memory().tables().isHuge(at(0)));
    sim.madvise(10, 1, Advice.DONTNEED);
    assertEquals(List.of("CLEAR 10-11", ">CLEAR 0-512"), sim.told());
    file.close();
  }

  /** As Linux 6.18: mappings behind the one that held the page hear nothing of it. */
  @Test
  void shouldTellOfAPageOfAFileUntilNobodyMapsIt() {
    Backing file = sim.machine.createFile("f", FileKind.MEMORY, 512, FileContent.CACHED);
    MapRequest request = MapRequest.file(file, 0, 512 * PAGE).with(Sharing.SHARED);
    sim.process.mmap(request.at(at(0), Placement.FIXED));
    sim.process.mmap(request.at(at(1024), Placement.FIXED));
    sim.write(20, 21);
    assertEquals(0, sim.madvise(1024, 512, Advice.COLLAPSE));
    assertEquals(List.of("CLEAR 20-21", "CLEAR 0-512"), sim.told());
    file.close();
  }

  @Test
  void shouldOnlyDropTheTableWherePagesOfAFileAreHugeAlready() {
    Backing file = sim.machine.createFile("f", FileKind.MEMORY, 512, FileContent.CACHED);
    MapRequest request = MapRequest.file(file, 0, 512 * PAGE).with(Sharing.SHARED);
    sim.process.mmap(request.at(at(0), Placement.FIXED));
    sim.process.mmap(request.at(at(1024), Placement.FIXED));
    sim.madvise(0, 512, Advice.COLLAPSE);
    sim.read(1024, 1025);
    assertEquals(0, sim.madvise(1024, 512, Advice.COLLAPSE));
    assertEquals(List.of("CLEAR 1024-1536"), sim.told());
    file.close();
  }

  @Test
  void shouldLeavePagesOfAFileToLaterFaultsWhenTheMappingIsSplit() {
    Backing file = sim.machine.createFile("f", FileKind.MEMORY, 512, FileContent.CACHED);
    MapRequest request = MapRequest.file(file, 0, 512 * PAGE).with(Sharing.SHARED);
    sim.process.mmap(request.at(at(0), Placement.FIXED));
    sim.madvise(0, 512, Advice.COLLAPSE);
    sim.mprotect(10, 1, Protection.R);
    sim.forget();
    sim.madvise(0, 512, Advice.PAGEOUT);
    assertEquals(List.of(), sim.told(), "nothing is present");
    sim.write(0, 1);
    sim.madvise(0, 512, Advice.PAGEOUT);
    assertEquals(List.of("CLEAR 0-1"), sim.told());
    file.close();
  }

  @Test
  void shouldLeaveRegularFilesAlone() {
    Backing file = sim.machine.createFile("f", FileKind.REGULAR, 512, FileContent.CACHED);
    sim.process.mmap(MapRequest.file(file, 0, 512 * PAGE).at(at(0), Placement.FIXED));
    sim.read(0, 512);
    assertEquals(Errno.EINVAL.result(), sim.madvise(0, 512, Advice.COLLAPSE));
    assertEquals(List.of(), sim.told());
    file.close();
  }
}
