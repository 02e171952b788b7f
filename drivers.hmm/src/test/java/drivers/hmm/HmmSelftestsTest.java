package drivers.hmm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.api.InvalidationEvent;
import mm.api.MigrationOwner;
import mm.api.NotifierCore;
import mm.machine.Advice;
import mm.machine.Machine;
import mm.machine.MapRequest;
import mm.machine.Placement;
import mm.machine.Protection;
import mm.machine.ShadowChecker;
import mm.machine.Sharing;
import mm.machine.UserProcess;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The HMM selftests of Linux as far as they need neither contents nor device memory. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HmmSelftestsTest {
  private static final int PAGES = 8;
  private static final long PAGE = AddressRange.PAGE_SIZE;

  private final NotifierCore core = NotifierCore.create();
  private final Machine machine = new Machine(core);
  private final ShadowChecker checker = new ShadowChecker(machine);
  private final UserProcess process = machine.spawn("process");
  private final List<Attachment> attachments = new ArrayList<>();
  private HmmDevice device;

  @BeforeEach
  void open() {
    core.drivers().admit(new HmmDriver());
    device = mirror(process);
  }

  private HmmDevice mirror(UserProcess owner) {
    Attachment attached = core.drivers().attach("hmm", owner.space());
    attachments.add(attached);
    HmmDevice mirror = (HmmDevice) attached.device();
    checker.watch(owner, "hmm", mirror);
    return mirror;
  }

  @AfterEach
  void shouldLeaveNothingBehind() {
    process.exit();
    attachments.forEach(Attachment::close);
    attachments.forEach(each -> assertEquals(0, each.device().counters().held()));
    assertEquals(List.of(), checker.findings());
    assertEquals(List.of(), core.violations());
    assertEquals(0, machine.framesInUse());
    core.close();
  }

  private long buffer() {
    return process.mmap(MapRequest.anonymous(PAGES * PAGE));
  }

  private void all(HmmDevice of, long buffer, Access access, AccessOutcome expected) {
    for (int i = 0; i < PAGES; i++) {
      assertEquals(expected, of.access(buffer + i * PAGE, access));
    }
  }

  private List<Seen> snapshot(long buffer) {
    Optional<List<Seen>> seen = device.snapshot(new AddressRange(buffer, buffer + PAGES * PAGE));
    return seen.orElseThrow();
  }

  @Test
  void open_close_shouldHoldNothingWithoutUse() {
    assertEquals(0, device.counters().made());
    attachments.get(0).close();
    assertTrue(process.space().openSections().isEmpty());
  }

  @Test
  void anon_read_shouldReadPagesThatNobodyTouched() {
    long buffer = buffer();
    process.touch(buffer, Access.WRITE);
    all(device, buffer, Access.READ, AccessOutcome.MADE);
    all(device, buffer, Access.READ, AccessOutcome.HIT);
  }

  @Test
  void anon_read_prot_shouldRefuseWhatMayNotBeRead() {
    long buffer = buffer();
    all(device, buffer, Access.WRITE, AccessOutcome.MADE);
    process.mprotect(buffer, PAGES * PAGE, Protection.NONE);
    all(device, buffer, Access.READ, AccessOutcome.REFUSED);
    process.mprotect(buffer, PAGES * PAGE, Protection.R);
    all(device, buffer, Access.READ, AccessOutcome.MADE);
  }

  @Test
  void anon_write_prot_shouldRefuseToWriteUntilAllowed() {
    long buffer = buffer();
    process.mprotect(buffer, PAGES * PAGE, Protection.R);
    all(device, buffer, Access.WRITE, AccessOutcome.REFUSED);
    all(device, buffer, Access.READ, AccessOutcome.MADE);
    process.mprotect(buffer, PAGES * PAGE, Protection.RW);
    all(device, buffer, Access.WRITE, AccessOutcome.MADE);
  }

  @Test
  void anon_write_child_shouldLeaveTheParentAlone() {
    long buffer = buffer();
    all(device, buffer, Access.WRITE, AccessOutcome.MADE);
    UserProcess child = process.fork("child");
    HmmDevice own = mirror(child);
    all(own, buffer, Access.WRITE, AccessOutcome.MADE);
    all(device, buffer, Access.READ, AccessOutcome.MADE);
    for (int i = 0; i < PAGES; i++) {
      assertNotEquals(frame(device, buffer + i * PAGE), frame(own, buffer + i * PAGE));
    }
    child.exit();
  }

  @Test
  void anon_write_child_shared_shouldBeSeenByBoth() {
    long buffer = process.mmap(MapRequest.anonymous(PAGES * PAGE).with(Sharing.SHARED));
    all(device, buffer, Access.WRITE, AccessOutcome.MADE);
    UserProcess child = process.fork("child");
    HmmDevice own = mirror(child);
    all(own, buffer, Access.WRITE, AccessOutcome.MADE);
    all(device, buffer, Access.READ, AccessOutcome.HIT);
    assertEquals(frame(device, buffer), frame(own, buffer));
    child.exit();
  }

  private static long frame(HmmDevice of, long page) {
    long[] found = {0};
    of.translations(AddressRange.page(page), (address, frame, rights) -> found[0] = frame);
    return found[0];
  }

  @Test
  void anon_read_multiple_shouldLeaveNothingAfterManyRounds() {
    for (int round = 0; round < 100; round++) {
      long buffer = buffer();
      all(device, buffer, Access.READ, AccessOutcome.MADE);
      process.munmap(buffer, PAGES * PAGE);
      assertEquals(0, device.counters().held());
    }
  }

  @Test
  void anon_teardown_shouldHoldNothingStaleWhileAnotherThreadUnmaps() {
    for (int round = 0; round < 200; round++) {
      long buffer = buffer();
      for (int i = 0; i < PAGES; i++) {
        process.touch(buffer + i * PAGE, Access.WRITE);
      }
      CompletableFuture<Void> unmap =
          CompletableFuture.runAsync(() -> process.munmap(buffer, PAGES * PAGE));
      for (int i = 0; i < PAGES; i++) {
        device.access(buffer + i * PAGE, Access.READ);
      }
      unmap.join();
      checker.checkAll();
      assertEquals(0, device.counters().held());
    }
  }

  @Test
  void snapshot_shouldFaultNothingIn() {
    long buffer = buffer();
    process.touch(buffer, Access.WRITE);
    process.touch(buffer + PAGE, Access.WRITE);
    process.mprotect(buffer + PAGE, PAGE, Protection.R);
    process.munmap(buffer + 2 * PAGE, PAGE);
    List<Seen> seen = snapshot(buffer);
    assertEquals(List.of(Seen.WRITE, Seen.READ, Seen.NONE, Seen.NONE), seen.subList(0, 4));
    assertEquals(seen, snapshot(buffer));
    assertEquals(0, device.counters().made());
  }

  @Test
  void double_map_shouldTellBothDevices() {
    HmmDevice second = mirror(process);
    long buffer = buffer();
    process.mprotect(buffer, PAGES * PAGE, Protection.R);
    all(device, buffer, Access.READ, AccessOutcome.MADE);
    all(second, buffer, Access.READ, AccessOutcome.MADE);
    process.madvise(buffer, PAGE, Advice.DONTNEED);
    process.munmap(buffer + PAGE, PAGE);
    assertEquals(PAGES - 2, device.counters().held());
    assertEquals(PAGES - 2, second.counters().held());
    process.mmap(MapRequest.anonymous(PAGE).at(buffer + PAGE, Placement.FIXED));
  }

  @Test
  void x19_shouldKeepOverItsOwnMigrationOnly() {
    HmmDevice second = mirror(process);
    long buffer = buffer();
    all(device, buffer, Access.READ, AccessOutcome.MADE);
    all(second, buffer, Access.READ, AccessOutcome.MADE);
    migrate(buffer, device.owner());
    assertEquals(PAGES, device.counters().held());
    assertEquals(0, second.counters().held());
    migrate(buffer, MigrationOwner.NONE);
    assertEquals(0, device.counters().held());
  }

  private void migrate(long buffer, MigrationOwner owner) {
    AddressSpace space = process.space();
    space.end(space.begin(InvalidationEvent.MIGRATE, buffer, buffer + PAGES * PAGE, owner));
  }
}
