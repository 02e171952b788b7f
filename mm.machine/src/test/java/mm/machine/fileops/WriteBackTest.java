package mm.machine.fileops;

import static mm.machine.Simulation.PAGE;
import static mm.machine.Simulation.at;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import mm.machine.Backing;
import mm.machine.Errno;
import mm.machine.FaultOutcome;
import mm.machine.FileContent;
import mm.machine.FileKind;
import mm.machine.MapRequest;
import mm.machine.Placement;
import mm.machine.Sharing;
import mm.machine.Simulation;
import mm.machine.SyncFlag;
import mm.machine.UserProcess;
import mm.spi.Access;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WriteBackTest {
  private final Simulation simulation = new Simulation();
  private final UserProcess process = simulation.process;

  @AfterEach
  void close() {
    simulation.close();
  }

  private Backing file(FileKind kind, long pages) {
    return simulation.machine.createFile("f", kind, pages, FileContent.CACHED);
  }

  private void map(Backing file, long page, long pages, Sharing sharing) {
    MapRequest request =
        MapRequest.file(file, 0, pages * PAGE).at(at(page), Placement.FIXED_NOREPLACE);
    assertEquals(at(page), process.mmap(request.with(sharing)));
  }

  private long sync(long page, long pages, SyncFlag... flags) {
    return process.files().msync(at(page), pages * PAGE, Set.of(flags));
  }

  @Test
  void shouldWriteDirtyPagesBackWhenTheCacheIsDropped() {
    Backing file = file(FileKind.REGULAR, 8);
    map(file, 0, 8, Sharing.SHARED);
    simulation.write(2, 4);
    simulation.forget();
    process.files().dropCache(file);
    assertEquals(List.of("PROTECTION_PAGE 2-3", "PROTECTION_PAGE 3-4"), simulation.told());
  }

  @Test
  void shouldProtectOnlyDirtyPagesInEverySharedMapping() {
    Backing file = file(FileKind.REGULAR, 8);
    map(file, 0, 8, Sharing.SHARED);
    map(file, 100, 8, Sharing.SHARED);
    map(file, 200, 8, Sharing.PRIVATE);
    simulation.read(0, 8);
    simulation.write(2, 4);
    simulation.forget();
    assertEquals(0, sync(0, 3, SyncFlag.SYNC));
    assertEquals(List.of("PROTECTION_PAGE 2-3", "PROTECTION_PAGE 102-103"), simulation.told());
    assertEquals(0, process.files().fsync(file));
    assertEquals(List.of("PROTECTION_PAGE 3-4", "PROTECTION_PAGE 103-104"), simulation.told());
    assertEquals(0, process.files().fsync(file));
    assertEquals(List.of(), simulation.told());
  }

  /** As Linux 6.18: a page that would be written in part is dirty before its bytes are missed. */
  @Test
  void shouldWriteBackAPageWhoseWriteInPartFoundNoSource() {
    Backing file = file(FileKind.REGULAR, 8);
    map(file, 0, 8, Sharing.SHARED);
    simulation.read(0, 8);
    long missing = at(100);
    assertEquals(Errno.EFAULT.result(), process.files().write(file, 2 * PAGE, PAGE, missing));
    assertEquals(0, process.files().fsync(file));
    assertEquals(List.of(), simulation.told());
    assertEquals(Errno.EFAULT.result(), process.files().write(file, 3 * PAGE + 9, 9, missing));
    assertEquals(0, process.files().fsync(file));
    assertEquals(List.of("PROTECTION_PAGE 3-4"), simulation.told());
  }

  @Test
  void shouldSeeTheNextWriteAfterWriteBackSilently() {
    Backing file = file(FileKind.REGULAR, 4);
    map(file, 0, 4, Sharing.SHARED);
    simulation.write(1, 2);
    process.files().fsync(file);
    simulation.forget();
    simulation.write(1, 2);
    assertEquals(List.of(), simulation.told());
    process.files().fsync(file);
    assertEquals(List.of("PROTECTION_PAGE 1-2"), simulation.told());
  }

  @Test
  void shouldSayNothingOfMemoryFilesPrivatePagesAndUnmappedPages() {
    Backing memory = file(FileKind.MEMORY, 4);
    map(memory, 0, 4, Sharing.SHARED);
    simulation.write(0, 4);
    Backing disk = file(FileKind.REGULAR, 4);
    map(disk, 100, 4, Sharing.PRIVATE);
    simulation.write(100, 104);
    simulation.map(200, 1);
    simulation.forget();
    assertEquals(PAGE, process.files().write(disk, 0, PAGE, at(200)));
    assertEquals(0, process.files().fsync(memory));
    assertEquals(0, process.files().fsync(disk));
    assertEquals(List.of(), simulation.told());
  }

  @Test
  void shouldTellHolesLocksAndContradictionsOfMsync() {
    Backing file = file(FileKind.REGULAR, 4);
    map(file, 2, 2, Sharing.SHARED);
    simulation.write(2, 4);
    simulation.forget();
    assertEquals(Errno.EINVAL.result(), sync(2, 2, SyncFlag.SYNC, SyncFlag.ASYNC));
    assertEquals(Errno.EINVAL.result(), process.files().msync(at(2) + 1, PAGE, Set.of()));
    assertEquals(Errno.ENOMEM.result(), sync(0, 4, SyncFlag.ASYNC));
    assertEquals(List.of(), simulation.told());
    assertEquals(Errno.ENOMEM.result(), sync(0, 4, SyncFlag.SYNC));
    assertEquals(List.of("PROTECTION_PAGE 2-3", "PROTECTION_PAGE 3-4"), simulation.told());
    process.mlock(at(2), PAGE);
    assertEquals(Errno.EBUSY.result(), sync(2, 1, SyncFlag.INVALIDATE));
  }

  @Test
  void shouldWriteBackWhatAHolePunchZeroesInPart() {
    Backing file = file(FileKind.REGULAR, 4);
    map(file, 0, 4, Sharing.SHARED);
    simulation.read(0, 4);
    process.files().punchHole(file, PAGE - 1, PAGE + 2);
    assertEquals(List.of("CLEAR 1-2"), simulation.told());
    process.files().fsync(file);
    assertEquals(List.of("PROTECTION_PAGE 0-1", "PROTECTION_PAGE 2-3"), simulation.told());
  }

  @Test
  void shouldWriteUpToAPageThatCannotBeRead() {
    Backing file = file(FileKind.REGULAR, 1);
    simulation.map(0, 1);
    assertEquals(PAGE, process.files().write(file, PAGE, 2 * PAGE, at(0)));
    assertEquals(2, file.pages());
    assertEquals(Errno.EFAULT.result(), process.files().write(file, 0, 1, at(5)));
  }

  @Test
  void shouldDetachEveryPieceOfASegment() {
    Backing segment = simulation.machine.createFile("m", FileKind.SEGMENT, 16, FileContent.HOLE);
    assertEquals(at(0), process.files().shmat(segment, at(0)));
    assertEquals(Errno.EINVAL.result(), process.files().shmat(segment, at(8)));
    simulation.munmap(4, 4);
    simulation.forget();
    assertEquals(Errno.EINVAL.result(), process.files().shmdt(at(1)));
    assertEquals(0, process.files().shmdt(at(0)));
    assertEquals(List.of("UNMAP 0-4", "UNMAP 8-16"), simulation.told());
    assertEquals(List.of(), simulation.layout());
  }

  @Test
  void shouldRemapPagesOfASharedFileOnly() {
    Backing file = file(FileKind.MEMORY, 64);
    map(file, 0, 16, Sharing.SHARED);
    assertEquals(0, process.files().remapFilePages(at(0), 8 * PAGE, 32));
    assertEquals(List.of("UNMAP 0-8"), simulation.told());
    assertEquals(32, process.proc().maps().mapping(0).orElseThrow().offset());
    simulation.map(100, 4);
    assertEquals(Errno.EINVAL.result(), process.files().remapFilePages(at(100), PAGE, 0));
  }

  /** As Linux 6.18: what the last page has behind the old end is zeroed. */
  @Test
  void shouldWriteBackThePageWhereAFileEndedWhenItGrows() {
    Backing file = file(FileKind.REGULAR, 8);
    map(file, 0, 8, Sharing.SHARED);
    simulation.read(0, 8);
    process.files().ftruncate(file, 4 * PAGE - 100);
    process.files().fsync(file);
    simulation.read(3, 4);
    simulation.forget();
    process.files().ftruncate(file, 6 * PAGE);
    simulation.forget();
    process.files().fsync(file);
    assertEquals(List.of("PROTECTION_PAGE 3-4"), simulation.told());
    process.files().ftruncate(file, 8 * PAGE);
    simulation.forget();
    process.files().fsync(file);
    assertEquals(List.of(), simulation.told(), "it ended with a page");
  }

  @Test
  void shouldLetAFileReachToWhereAWriteBeginsThatFailed() {
    Backing file = file(FileKind.REGULAR, 8);
    map(file, 0, 16, Sharing.SHARED);
    long missing = at(100);
    assertEquals(Errno.EFAULT.result(), process.files().write(file, 11 * PAGE, PAGE, missing));
    assertEquals(FaultOutcome.OK, process.touch(at(10), Access.READ));
    assertEquals(FaultOutcome.SIGBUS, process.touch(at(11), Access.READ));
  }

  /** As Linux 6.18: the old mapping has gone, and the new one is taken back. */
  @Test
  void shouldNotMapASegmentAgainThatGoesWithItsLastMapping() {
    Backing segment = simulation.machine.createFile("s", FileKind.SEGMENT, 8, FileContent.HOLE);
    process.files().shmat(segment, at(0));
    segment.close();
    simulation.write(0, 8);
    UserProcess child = process.fork("c1");
    assertEquals(0, process.files().remapFilePages(at(0), 8 * PAGE, 0), "the child has it too");
    child.exit();
    assertEquals(0, process.files().remapFilePages(at(0), PAGE, 4), "seven pages are left");
    simulation.munmap(1, 7);
    simulation.forget();
    assertEquals(Errno.EINVAL.result(), process.files().remapFilePages(at(0), PAGE, 0));
    assertEquals(List.of("UNMAP 0-1", "UNMAP 0-1"), simulation.told());
    assertEquals(Errno.EINVAL.result(), process.files().shmat(segment, at(0)));
    assertEquals(0, simulation.machine.framesInUse());
  }
}
