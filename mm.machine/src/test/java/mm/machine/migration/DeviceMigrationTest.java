package mm.machine.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import mm.api.MigrationOwner;
import mm.machine.Advice;
import mm.machine.Backing;
import mm.machine.FileContent;
import mm.machine.FileKind;
import mm.machine.MapRequest;
import mm.machine.Placement;
import mm.machine.Protection;
import mm.machine.RecordingMemory;
import mm.machine.Sharing;
import mm.machine.Simulation;
import mm.machine.UserProcess;
import mm.spi.Access;
import mm.spi.Migration;
import mm.spi.Page;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeviceMigrationTest {
  private static final int ROOM = 20;

  private final Simulation sim = new Simulation();
  private final RecordingMemory device = new RecordingMemory(ROOM);

  @BeforeEach
  void map() {
    sim.map(0, 16);
  }

  @AfterEach
  void shouldLeaveNothing() {
    sim.close();
    assertEquals(0, sim.machine.framesInUse());
    assertEquals(ROOM, device.room());
  }

  private Migration out(long from, long to) {
    return sim.process.pages().migrateToDevice(Simulation.at(from), Simulation.at(to), device);
  }

  private Migration back(long from, long to) {
    return sim.process.pages().migrateToSystem(Simulation.at(from), Simulation.at(to), device);
  }

  @Test
  void shouldAnnounceOneSectionAndMoveEveryWrittenPage() {
    sim.write(0, 3);
    sim.told();
    assertEquals(Migration.done(3), out(0, 3));
    assertEquals(List.of("MIGRATE 0-3"), sim.told());
    assertEquals(List.of("in 0 WRITE", "in 1 WRITE", "in 2 WRITE"), device.told());
    assertEquals(ROOM - 3, device.room());
    assertEquals(3, sim.machine.framesInUse());
  }

  @Test
  void shouldAnnounceHolesByASecondSection() {
    sim.write(0, 1);
    sim.read(2, 3);
    sim.told();
    assertEquals(Migration.done(4), out(0, 4));
    assertEquals(List.of("MIGRATE 0-4", "MIGRATE 1-4"), sim.told());
    assertEquals(
        List.of("in 0 WRITE", "in 1 empty WRITE", "in 2 empty WRITE", "in 3 empty WRITE"),
        device.told());
  }

  @Test
  void shouldBringAPageBackWhenTheCpuTouchesIt() {
    sim.write(0, 2);
    out(0, 2);
    sim.told();
    device.told();
    sim.read(1, 2);
    assertEquals(List.of("MIGRATE 1-2"), sim.told());
    assertEquals(List.of("out 1"), device.told());
    sim.write(1, 2);
    assertEquals(List.of(), sim.told());
    assertEquals(Migration.done(1), back(0, 2));
    assertEquals(List.of("MIGRATE 0-2"), sim.told());
  }

  @Test
  void shouldShowDevicePagesToTheirOwnerOnly() {
    sim.write(0, 1);
    out(0, 1);
    long address = Simulation.at(0);
    Page held = device.held.get(address);
    assertEquals(held, sim.process.pages().snapshot(address, device.owner));
    assertEquals(held, sim.process.pages().fault(address, Access.WRITE, device.owner));
    MigrationOwner other = MigrationOwner.named("other");
    assertFalse(sim.process.pages().snapshot(address, other).isPresent());
    assertNotEquals(held, sim.process.pages().fault(address, Access.READ, other));
    assertEquals(List.of("in 0 WRITE", "out 0"), device.told());
  }

  @Test
  void shouldTakeASharedPageOutOfEveryMemoryAndCopyItWhenWritten() {
    sim.write(0, 1);
    UserProcess child = sim.process.fork("child");
    Simulation.touch(child, 1, 2, Access.WRITE);
    sim.record(child);
    sim.told();
    assertEquals(Migration.done(1), out(0, 1));
    assertEquals(List.of("MIGRATE 0-1", "CLEAR 0-1"), sim.told());
    assertEquals(List.of("in 0 READ"), device.told());
    Simulation.touch(child, 0, 1, Access.READ);
    assertEquals(List.of("MIGRATE 0-1", "CLEAR 0-1"), sim.told());
    sim.write(0, 1);
    assertEquals(List.of("CLEAR 0-1"), sim.told());
    child.exit();
  }

  @Test
  void shouldShareDevicePagesWithAForkedChild() {
    sim.write(0, 2);
    out(0, 2);
    UserProcess child = sim.process.fork("child");
    assertEquals(2, sim.machine.framesInUse());
    sim.told();
    sim.write(0, 1);
    assertEquals(List.of("MIGRATE 0-1", "CLEAR 0-1"), sim.told());
    child.exit();
    sim.write(0, 2);
  }

  @Test
  void shouldLeavePinnedFilePagesAndWhatFindsNoRoom() {
    Backing file = sim.machine.createFile("f", FileKind.MEMORY, 4, FileContent.CACHED);
    sim.process.mmap(
        MapRequest.file(file, 0, 4 * Simulation.PAGE)
            .with(Sharing.SHARED)
            .at(Simulation.at(100), Placement.FIXED));
    sim.read(100, 104);
    sim.write(0, 1);
    long frame = sim.process.pages().pin(Simulation.at(0), Access.WRITE).frame();
    sim.told();
    assertEquals(Migration.done(0), out(100, 104));
    assertEquals(Migration.done(0), out(0, 1));
    assertEquals(List.of("MIGRATE 100-104", "MIGRATE 0-1"), sim.told());
    sim.process.pages().unpin(frame);
    sim.map(200, 40);
    assertEquals(Migration.done(ROOM), out(200, 240));
    file.close();
  }

  @Test
  void shouldStopAtHolesAndAtMemoryThatMayNotBeRead() {
    sim.write(14, 16);
    sim.mprotect(12, 1, Protection.NONE);
    assertEquals(Migration.invalid(2), out(14, 20));
    assertEquals(Migration.invalid(0), out(12, 14));
    assertEquals(Migration.invalid(0), out(4, 4));
  }

  @Test
  void shouldFreeDeviceMemoryWithTheMapping() {
    sim.write(0, 4);
    out(0, 4);
    sim.madvise(0, 1, Advice.DONTNEED);
    sim.munmap(1, 1);
    assertEquals(ROOM - 2, device.room());
  }

  @Test
  void shouldSplitAHugePageInsideTheSection() {
    sim.map(512, 512);
    sim.madvise(512, 512, Advice.HUGEPAGE);
    sim.write(512, 513);
    sim.told();
    out(512, 513);
    assertEquals(List.of("MIGRATE 512-513", ">CLEAR 512-1024"), sim.told());
  }

  @Test
  void shouldEndExclusiveAccessWhenTheCpuTouchesThePage() {
    Page page = sim.process.pages().makeExclusive(Simulation.at(0), device.owner);
    assertEquals(Access.WRITE, page.rights());
    assertEquals(List.of("EXCLUSIVE 0-1"), sim.told());
    assertFalse(sim.process.pages().snapshot(Simulation.at(0)).isPresent());
    sim.read(0, 1);
    assertEquals(List.of("CLEAR 0-1"), sim.told());
    assertEquals(page, sim.process.pages().snapshot(Simulation.at(0)));
  }

  @Test
  void shouldRefuseExclusiveAccessWhereWritingIsForbiddenOrNothingIsMapped() {
    sim.mprotect(0, 1, Protection.R);
    assertEquals(
        Page.NO_PERMISSION, sim.process.pages().makeExclusive(Simulation.at(0), device.owner));
    assertEquals(Page.HOLE, sim.process.pages().makeExclusive(Simulation.at(99), device.owner));
    assertEquals(List.of(), sim.told());
  }

  @Test
  void shouldRestoreExclusivePagesForAFork() {
    sim.process.pages().makeExclusive(Simulation.at(0), device.owner);
    sim.told();
    UserProcess child = sim.process.fork("child");
    assertEquals(List.of("PROTECTION_PAGE 0-16"), sim.told());
    sim.write(0, 1);
    assertEquals(List.of("CLEAR 0-1"), sim.told());
    child.exit();
  }
}
