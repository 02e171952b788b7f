package drivers.hmm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalLong;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.InvalidationEvent;
import mm.api.MigrationOwner;
import mm.machine.MapRequest;
import mm.machine.Protection;
import mm.machine.Sharing;
import mm.machine.UserProcess;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Migration;
import org.junit.jupiter.api.Test;

/** HMM selftests 12 to 16 and 20 of Linux: pages in the memory of a device. */
class HmmMigrationTest extends Selftest {
  private static AddressRange pages(long buffer, int from, int to) {
    return new AddressRange(buffer + from * PAGE, buffer + to * PAGE);
  }

  @Test
  void migrate_shouldMoveEveryPageWithItsContents() {
    long buffer = buffer();
    long[] values = fill(process, buffer);
    assertEquals(Migration.done(PAGES), device.migrateToDevice(range(buffer)));
    assertEquals(HmmMemory.CAPACITY - PAGES, device.room());
    assertEquals(PAGES, device.counters().held(), "its own migration drops nothing");
    assertDeviceReads(values, device, buffer);
    assertAll(device, buffer, Access.READ, AccessOutcome.HIT);
    assertCpuReads(values, process, buffer);
    assertEquals(HmmMemory.CAPACITY, device.room());
  }

  @Test
  void migrate_fault_shouldComeBackWhereTheCpuTouchesAndMoveAgain() {
    long buffer = buffer();
    long[] values = fill(process, buffer);
    device.migrateToDevice(range(buffer));
    values[0] = 7;
    write(device, buffer, 7);
    for (int i = 0; i < PAGES / 2; i++) {
      assertEquals(OptionalLong.of(values[i]), process.read(buffer + i * PAGE));
    }
    assertEquals(HmmMemory.CAPACITY - PAGES / 2, device.room());
    assertEquals(Migration.done(PAGES / 2), device.migrateToDevice(range(buffer)));
    assertDeviceReads(values, device, buffer);
    assertEquals(Migration.done(PAGES), device.migrateToSystem(range(buffer)));
    assertCpuReads(values, process, buffer);
  }

  @Test
  void migrate_shared_shouldMoveNothing() {
    long buffer = process.mmap(MapRequest.anonymous(PAGES * PAGE).with(Sharing.SHARED));
    long[] values = fill(process, buffer);
    assertEquals(Migration.done(0), device.migrateToDevice(range(buffer)));
    assertCpuReads(values, process, buffer);
    process.munmap(buffer, PAGES * PAGE);
  }

  @Test
  void migrate_mixed_shouldMoveWhatMayMoveAndNameWhatMayNot() {
    HmmDevice second = mirror(process);
    long buffer = buffer();
    protect(buffer, 1, Protection.NONE);
    assertEquals(Migration.invalid(0), device.migrateToDevice(pages(buffer, 0, 2)));
    process.munmap(buffer + PAGE, PAGE);
    assertEquals(Migration.invalid(0), device.migrateToDevice(pages(buffer, 1, 3)));
    process.read(buffer + 2 * PAGE); // the zero page
    long value = fill(process, buffer + 3 * PAGE, 3)[0];
    protect(buffer + 3 * PAGE, 1, Protection.R);
    assertEquals(Migration.done(1), second.migrateToDevice(pages(buffer, 5, 6)));
    assertEquals(Migration.done(4), second.migrateToDevice(pages(buffer, 2, 7)));
    assertEquals(Migration.done(0), device.migrateToDevice(pages(buffer, 5, 6)));
    assertEquals(value, read(second, buffer + 3 * PAGE));
    assertEquals(AccessOutcome.REFUSED, write(second, buffer + 3 * PAGE, 9));
    assertEquals(0, read(second, buffer + 2 * PAGE));
  }

  @Test
  void migrate_multiple_shouldLeaveNothingAfterManyRounds() {
    for (int round = 0; round < 100; round++) {
      long buffer = buffer();
      long[] values = fill(process, buffer);
      assertEquals(Migration.done(PAGES), device.migrateToDevice(range(buffer)));
      assertDeviceReads(values, device, buffer);
      assertCpuReads(values, process, buffer);
      assertEquals(Migration.done(PAGES), device.migrateToDevice(range(buffer)));
      process.munmap(buffer, PAGES * PAGE);
      assertEquals(HmmMemory.CAPACITY, device.room());
    }
  }

  @Test
  void snapshot_shouldTellTheSevenKindsApartAndFaultNothingIn() {
    HmmDevice second = mirror(process);
    long buffer = buffer();
    protect(buffer, 1, Protection.NONE);
    process.munmap(buffer + PAGE, PAGE);
    process.read(buffer + 2 * PAGE);
    fill(process, buffer + 3 * PAGE, 4);
    protect(buffer + 3 * PAGE, 1, Protection.R);
    device.migrateToDevice(pages(buffer, 5, 6));
    second.migrateToDevice(pages(buffer, 6, 7));
    List<Seen> expected =
        List.of(
            Seen.ERROR,
            Seen.ERROR,
            Seen.ZERO,
            Seen.READ,
            Seen.WRITE,
            Seen.LOCAL_WRITE,
            Seen.NONE,
            Seen.NONE);
    long made = device.counters().made();
    assertEquals(expected, device.snapshot(range(buffer)).orElseThrow());
    assertEquals(expected, device.snapshot(range(buffer)).orElseThrow());
    assertEquals(made, device.counters().made());
  }

  @Test
  void shouldReadWhatIsInTheMemoryOfAnotherDevice() {
    HmmDevice second = mirror(process);
    long buffer = buffer();
    long[] values = fill(process, buffer);
    device.migrateToDevice(range(buffer));
    assertDeviceReads(values, second, buffer);
    assertEquals(HmmMemory.CAPACITY, device.room(), "it came back for the other");
    assertEquals(0, device.counters().held());
  }

  @Test
  void shouldShareDevicePagesWithAForkedChildUntilOneWrites() {
    long buffer = buffer();
    long[] values = fill(process, buffer);
    device.migrateToDevice(range(buffer));
    UserProcess child = process.fork("child");
    long[] childs = fill(child, buffer);
    assertCpuReads(values, process, buffer);
    assertCpuReads(childs, child, buffer);
    child.exit();
  }

  @Test
  void shouldGiveItsPagesBackWhenItIsDetached() {
    HmmDevice second = mirror(process);
    long buffer = buffer();
    long[] values = fill(process, buffer);
    second.migrateToDevice(range(buffer));
    core.drivers().retire("hmm");
    assertEquals(HmmMemory.CAPACITY, second.room());
    assertCpuReads(values, process, buffer);
  }

  @Test
  void x19_shouldKeepOverItsOwnMigrationOnly() {
    HmmDevice second = mirror(process);
    long buffer = buffer();
    assertAll(device, buffer, Access.READ, AccessOutcome.MADE);
    assertAll(second, buffer, Access.READ, AccessOutcome.MADE);
    announce(buffer, device.owner());
    assertEquals(PAGES, device.counters().held());
    assertEquals(0, second.counters().held());
    announce(buffer, MigrationOwner.NONE);
    assertEquals(0, device.counters().held());
  }

  private void announce(long buffer, MigrationOwner owner) {
    AddressSpace space = process.space();
    space.end(space.begin(InvalidationEvent.MIGRATE, buffer, buffer + PAGES * PAGE, owner));
  }
}
