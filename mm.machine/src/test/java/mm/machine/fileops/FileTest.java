package mm.machine.fileops;

import static mm.machine.Simulation.PAGE;
import static mm.machine.Simulation.at;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import mm.machine.Advice;
import mm.machine.Backing;
import mm.machine.Errno;
import mm.machine.FaultOutcome;
import mm.machine.FileContent;
import mm.machine.FileKind;
import mm.machine.MapRequest;
import mm.machine.Placement;
import mm.machine.Sharing;
import mm.machine.Simulation;
import mm.spi.Access;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FileTest {
  private final Simulation sim = new Simulation();
  private Backing file;

  @AfterEach
  void close() {
    file.close();
    sim.close();
    assertEquals(0, sim.machine.framesInUse());
  }

  private void map(FileKind kind, FileContent content, Sharing sharing) {
    file = sim.machine.createFile("f", kind, 64, content);
    sim.process.mmap(MapRequest.file(file, 0, 64 * PAGE).with(sharing).at(at(0), Placement.FIXED));
  }

  @Test
  void shouldMapCachedPagesAroundAReadAndAnnounceTheirFirstPrivateWrite() {
    map(FileKind.REGULAR, FileContent.CACHED, Sharing.PRIVATE);
    sim.read(20, 21);
    sim.write(15, 18);
    sim.write(31, 33);
    assertEquals(List.of("CLEAR 16-17", "CLEAR 17-18", "CLEAR 31-32"), sim.told());
  }

  /** As Linux 6.18: the fault that ends with SIGBUS has mapped what is cached around it. */
  @Test
  void shouldMapAroundAPageBehindTheEnd() {
    file = sim.machine.createFile("f", FileKind.REGULAR, 20, FileContent.CACHED);
    sim.process.mmap(MapRequest.file(file, 0, 64 * PAGE).at(at(0), Placement.FIXED));
    assertEquals(FaultOutcome.SIGBUS, sim.process.touch(at(25), Access.READ));
    sim.write(15, 18);
    assertEquals(List.of("CLEAR 16-17", "CLEAR 17-18"), sim.told());
    assertEquals(FaultOutcome.SIGBUS, sim.process.touch(at(40), Access.READ));
  }

  /** As Linux 6.18: in order of the file, also mappings that never held the page. */
  @Test
  void shouldTellOfAPageoutAllMappingsUntilNoneHoldsThePage() {
    map(FileKind.REGULAR, FileContent.CACHED, Sharing.SHARED);
    long bytes = 16 * PAGE;
    MapRequest part = MapRequest.file(file, 16 * PAGE, bytes).with(Sharing.PRIVATE);
    sim.process.mmap(part.at(at(100), Placement.FIXED));
    sim.process.mmap(part.at(at(200), Placement.FIXED));
    sim.read(100, 101);
    sim.madvise(100, 16, Advice.PAGEOUT);
    List<String> both = sim.told();
    assertEquals(List.of("CLEAR 16-17", "CLEAR 100-101"), both.subList(0, 2));
    sim.read(16, 17);
    sim.madvise(16, 1, Advice.PAGEOUT);
    assertEquals(List.of("CLEAR 16-17"), sim.told());
  }

  /** As Linux 6.18: a hole that was only read is a hole again. */
  @Test
  void shouldForgetPagesOfAMemoryFileThatNobodyWroteAtAPageout() {
    map(FileKind.MEMORY, FileContent.HOLE, Sharing.SHARED);
    MapRequest own = MapRequest.file(file, 0, 64 * PAGE).with(Sharing.PRIVATE);
    sim.process.mmap(own.at(at(100), Placement.FIXED));
    sim.read(3, 6);
    sim.write(4, 5);
    sim.munmap(0, 64);
    sim.read(103, 106);
    sim.forget();
    sim.madvise(100, 64, Advice.PAGEOUT);
    assertEquals(List.of("CLEAR 103-104", "CLEAR 104-105", "CLEAR 105-106"), sim.told());
    assertEquals(1, sim.machine.framesInUse());
    sim.read(100, 101);
    sim.write(100, 108);
    assertEquals(List.of("CLEAR 100-101", "CLEAR 104-105"), sim.told());
  }

  @Test
  void shouldReadTheNeighboursOfAMissingPageAndMapThemToo() {
    map(FileKind.REGULAR, FileContent.UNCACHED, Sharing.PRIVATE);
    sim.read(20, 21);
    assertEquals(32, sim.machine.framesInUse());
    sim.write(15, 17);
    sim.write(31, 33);
    assertEquals(List.of("CLEAR 16-17", "CLEAR 31-32"), sim.told());
  }

  @Test
  void shouldReadFromTheMissingPageOnWhereTheAccessIsSequential() {
    map(FileKind.REGULAR, FileContent.UNCACHED, Sharing.PRIVATE);
    sim.process.madvise(at(0), 64 * PAGE, Advice.SEQUENTIAL);
    sim.read(20, 21);
    sim.write(19, 22);
    assertEquals(List.of("CLEAR 20-21", "CLEAR 21-22"), sim.told());
  }

  @Test
  void shouldReadWhatIsNeededSoon() {
    map(FileKind.REGULAR, FileContent.UNCACHED, Sharing.PRIVATE);
    sim.process.madvise(at(8), 4 * PAGE, Advice.WILLNEED);
    assertEquals(4, sim.machine.framesInUse());
    sim.read(9, 10);
    sim.write(7, 13);
    assertEquals(List.of("CLEAR 8-9", "CLEAR 9-10", "CLEAR 10-11", "CLEAR 11-12"), sim.told());
  }

  @Test
  void shouldNotMapAroundHoles() {
    map(FileKind.MEMORY, FileContent.UNCACHED, Sharing.PRIVATE);
    sim.read(20, 21);
    sim.write(16, 24);
    assertEquals(List.of("CLEAR 20-21"), sim.told());
  }

  @Test
  void shouldWriteSharedPagesSilently() {
    map(FileKind.REGULAR, FileContent.CACHED, Sharing.SHARED);
    sim.read(0, 64);
    sim.write(0, 64);
    assertEquals(List.of(), sim.told());
    assertEquals(64, sim.machine.framesInUse());
  }

  @Test
  void shouldSignalBehindTheEnd() {
    map(FileKind.MEMORY, FileContent.UNCACHED, Sharing.SHARED);
    sim.process.files().ftruncate(file, 10 * PAGE + 1);
    sim.forget();
    assertEquals(FaultOutcome.SIGBUS, sim.process.touch(at(11), Access.READ));
    assertEquals(FaultOutcome.OK, sim.process.touch(at(10), Access.READ));
    assertEquals(Errno.EINVAL.result(), sim.process.files().ftruncate(file, -1));
  }

  @Test
  void shouldAnnounceATruncationTwiceAndTakePrivateCopiesToo() {
    map(FileKind.REGULAR, FileContent.CACHED, Sharing.PRIVATE);
    sim.write(8, 16);
    sim.process.files().ftruncate(file, 12 * PAGE);
    assertEquals(List.of("CLEAR 12-64", "CLEAR 12-64"), sim.told());
    assertEquals(12 + 4, sim.machine.framesInUse());
  }

  @Test
  void shouldPunchWholePagesInEveryMappingAndLeavePrivateCopies() {
    map(FileKind.MEMORY, FileContent.CACHED, Sharing.PRIVATE);
    sim.process.mmap(
        MapRequest.file(file, 32 * PAGE, 32 * PAGE)
            .with(Sharing.SHARED)
            .at(at(1000), Placement.FIXED));
    sim.write(33, 34);
    sim.read(32, 48);
    sim.forget();
    sim.process.files().punchHole(file, 30 * PAGE + 5, 6 * PAGE);
    assertEquals(List.of("CLEAR 31-36", "CLEAR 1000-1004"), sim.told());
    assertEquals(64 - 5 + 1, sim.machine.framesInUse());
    assertEquals(Errno.EINVAL.result(), sim.process.files().punchHole(file, 0, 0));
  }

  /** As Linux 6.18, whose last page is -1 then; nothing leaves the file. */
  @Test
  void shouldUnmapAllOfAFileForAHoleInsideOfItsFirstPage() {
    map(FileKind.MEMORY, FileContent.CACHED, Sharing.SHARED);
    sim.read(0, 64);
    sim.process.files().punchHole(file, 0, 406);
    assertEquals(List.of("CLEAR 0-64"), sim.told());
    sim.process.files().punchHole(file, 1, 4094);
    assertEquals(List.of("CLEAR 1-64"), sim.told());
    sim.process.files().punchHole(file, 4096, 5);
    assertEquals(List.of(), sim.told());
    assertEquals(64, sim.machine.framesInUse());
  }

  @Test
  void shouldPunchAllOfTheLastPageOfADiskFile() {
    map(FileKind.REGULAR, FileContent.CACHED, Sharing.SHARED);
    sim.process.files().ftruncate(file, 20 * PAGE - 100);
    sim.forget();
    sim.process.files().punchHole(file, 19 * PAGE, PAGE - 50);
    assertEquals(List.of("CLEAR 19-20"), sim.told());
    sim.process.files().punchHole(file, 19 * PAGE, PAGE - 150);
    assertEquals(List.of(), sim.told());
    sim.process.files().punchHole(file, 20 * PAGE, PAGE);
    assertEquals(List.of(), sim.told());
  }

  @Test
  void shouldPunchThroughAdvice() {
    map(FileKind.MEMORY, FileContent.CACHED, Sharing.SHARED);
    assertEquals(0, sim.madvise(4, 4, Advice.REMOVE));
    assertEquals(List.of("CLEAR 4-8"), sim.told());
    assertEquals(60, sim.machine.framesInUse());
  }

  @Test
  void shouldReclaimCleanPages() {
    map(FileKind.REGULAR, FileContent.CACHED, Sharing.SHARED);
    sim.read(0, 16);
    sim.madvise(4, 2, Advice.PAGEOUT);
    assertEquals(List.of("CLEAR 4-5", "CLEAR 5-6"), sim.told());
    assertEquals(62, sim.machine.framesInUse());
  }

  @Test
  void shouldKeepPagesUntilTheLastMappingIsGone() {
    map(FileKind.MEMORY, FileContent.CACHED, Sharing.SHARED);
    sim.read(0, 64);
    file.close();
    assertEquals(64, sim.machine.framesInUse());
    sim.munmap(0, 32);
    assertEquals(64, sim.machine.framesInUse());
    sim.munmap(32, 32);
    assertEquals(0, sim.machine.framesInUse());
  }
}
