package drivers.hmm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import mm.api.AddressRange;
import mm.machine.Advice;
import mm.machine.Backing;
import mm.machine.FaultOutcome;
import mm.machine.FileContent;
import mm.machine.FileKind;
import mm.machine.MapOption;
import mm.machine.MapRequest;
import mm.machine.Placement;
import mm.machine.Protection;
import mm.machine.Sharing;
import mm.machine.UserProcess;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.tck.support.OwnThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** HMM selftests 1 to 11, 17 to 19, 21 and 22 of Linux: what a mirror reads and writes. */
class HmmSelftestsTest extends Selftest {
  @Test
  void open_close_shouldHoldNothingWithoutUse() {
    assertEquals(0, device.counters().made());
    assertTrue(process.space().openSections().isEmpty());
  }

  @Test
  void anon_read_shouldReadWhatTheCpuWroteAndZerosWhereNobodyDid() {
    long buffer = buffer();
    long[] values = fill(process, buffer, PAGES / 2);
    assertDeviceReads(values, device, buffer);
    assertDeviceReads(new long[PAGES / 2], device, buffer + PAGES / 2 * PAGE);
    assertEquals(PAGES, device.counters().made());
    assertAll(device, buffer, Access.READ, AccessOutcome.HIT);
  }

  @Test
  void anon_read_prot_shouldRefuseWhatMayNotBeReadAndLeaveTheContents() {
    long buffer = buffer();
    long[] values = fill(process, buffer);
    assertDeviceReads(values, device, buffer);
    protect(buffer, PAGES, Protection.NONE);
    assertAll(device, buffer, Access.READ, AccessOutcome.REFUSED);
    protect(buffer, PAGES, Protection.R);
    assertCpuReads(values, process, buffer);
    assertDeviceReads(values, device, buffer);
  }

  @Test
  void anon_write_shouldBeSeenByTheCpu() {
    long buffer = buffer();
    assertCpuReads(writeAll(device, buffer), process, buffer);
  }

  @Test
  void anon_write_prot_shouldRefuseToWriteUntilAllowed() {
    long buffer = buffer();
    protect(buffer, PAGES, Protection.R);
    assertAll(device, buffer, Access.WRITE, AccessOutcome.REFUSED);
    assertAll(device, buffer, Access.READ, AccessOutcome.MADE);
    protect(buffer, PAGES, Protection.RW);
    assertCpuReads(writeAll(device, buffer), process, buffer);
  }

  @Test
  void anon_write_child_shouldLeaveTheParentAlone() {
    long buffer = buffer();
    long[] parents = fill(process, buffer);
    assertDeviceReads(parents, device, buffer);
    UserProcess child = process.fork("child");
    HmmDevice own = mirror(child);
    assertDeviceReads(parents, own, buffer);
    long[] childs = writeAll(own, buffer);
    assertCpuReads(childs, child, buffer);
    assertCpuReads(parents, process, buffer);
    assertDeviceReads(parents, device, buffer);
    child.exit();
  }

  @Test
  void anon_write_child_shared_shouldBeSeenByBoth() {
    long buffer = process.mmap(MapRequest.anonymous(PAGES * PAGE).with(Sharing.SHARED));
    fill(process, buffer);
    UserProcess child = process.fork("child");
    long[] childs = writeAll(mirror(child), buffer);
    assertCpuReads(childs, child, buffer);
    assertCpuReads(childs, process, buffer);
    assertDeviceReads(childs, device, buffer);
    child.exit();
  }

  /** How large the page is that the device writes to. */
  enum PageSize {
    SMALL,
    HUGE
  }

  @ParameterizedTest
  @EnumSource(PageSize.class)
  void anon_write_huge_shouldBeSeenByTheCpu(PageSize size) {
    long buffer = block(MapRequest.anonymous(BLOCK));
    if (size == PageSize.HUGE) {
      process.madvise(buffer, BLOCK, Advice.HUGEPAGE);
    }
    assertEquals(AccessOutcome.MADE, write(device, buffer, 7));
    assertEquals(size == PageSize.HUGE ? 512 : 1, machine.framesInUse());
    assertCpuReads(writeAll(device, buffer), process, buffer);
  }

  @Test
  void anon_write_hugetlbfs_shouldBeSeenByTheCpu() {
    machine.setHugetlbPool(1);
    long buffer = block(MapRequest.anonymous(BLOCK).with(MapOption.HUGETLB));
    assertCpuReads(writeAll(device, buffer), process, buffer);
    process.munmap(buffer, BLOCK);
  }

  @ParameterizedTest
  @EnumSource(Sharing.class)
  void file_read_shouldReadWhatTheFileHolds(Sharing sharing) {
    try (Backing file = machine.createFile("f", FileKind.REGULAR, PAGES, FileContent.UNCACHED)) {
      long buffer = process.mmap(MapRequest.file(file, 0, PAGES * PAGE).with(sharing));
      for (int i = 0; i < PAGES; i++) {
        long held = read(device, buffer + i * PAGE);
        assertEquals(process.read(buffer + i * PAGE).orElseThrow(), held);
        assertTrue(held != 0, "a file is not empty");
      }
      process.munmap(buffer, PAGES * PAGE);
    }
  }

  @Test
  void file_write_shouldReachTheFile() {
    try (Backing file = machine.createFile("f", FileKind.REGULAR, PAGES, FileContent.UNCACHED)) {
      MapRequest request = MapRequest.file(file, 0, PAGES * PAGE).with(Sharing.SHARED);
      long buffer = process.mmap(request);
      long[] values = writeAll(device, buffer);
      process.munmap(buffer, PAGES * PAGE);
      process.files().fsync(file);
      process.files().dropCache(file);
      long again = process.mmap(request);
      assertCpuReads(values, process, again);
      process.munmap(again, PAGES * PAGE);
    }
  }

  @Test
  void anon_read_multiple_shouldLeaveNothingAfterManyRounds() {
    for (int round = 0; round < 100; round++) {
      long buffer = buffer();
      assertDeviceReads(fill(process, buffer), device, buffer);
      process.munmap(buffer, PAGES * PAGE);
      assertEquals(0, device.counters().held());
    }
  }

  @Test
  void anon_teardown_shouldReadTheOldContentsOrNothingWhileAnotherThreadUnmaps() {
    for (int round = 0; round < 200; round++) {
      long buffer = buffer();
      long[] values = fill(process, buffer);
      CompletableFuture<Void> unmap =
          CompletableFuture.runAsync(() -> process.munmap(buffer, PAGES * PAGE), OwnThread.EACH);
      for (int i = 0; i < PAGES; i++) {
        long value = read(device, buffer + i * PAGE);
        assertTrue(value == values[i] || value == -1, "garbage: " + value);
      }
      unmap.join();
      checker.checkAll();
      assertEquals(0, device.counters().held());
    }
  }

  /** Over a page of the hugetlb pool, as the original, or over a transparent one. */
  @ParameterizedTest
  @EnumSource(HugeKind.class)
  void compound_shouldTellThatAPageIsHuge(HugeKind kind) {
    long buffer = kind.map(this);
    assertEquals(FaultOutcome.OK, process.touch(buffer, Access.WRITE));
    AddressRange block = new AddressRange(buffer, buffer + BLOCK);
    assertEquals(Collections.nCopies(512, Seen.WRITE_BLOCK), device.snapshot(block).orElseThrow());
    assertEquals(0, process.mprotect(buffer, BLOCK, Protection.R));
    assertEquals(Collections.nCopies(512, Seen.READ_BLOCK), device.snapshot(block).orElseThrow());
    assertEquals(0, device.counters().made());
    process.munmap(buffer, BLOCK);
  }

  /** Of what kind a huge page is. */
  enum HugeKind {
    HUGETLB {
      @Override
      long map(Selftest test) {
        test.machine.setHugetlbPool(1);
        return test.block(MapRequest.anonymous(BLOCK).with(MapOption.HUGETLB));
      }
    },
    TRANSPARENT {
      @Override
      long map(Selftest test) {
        long buffer = test.block(MapRequest.anonymous(BLOCK));
        test.process.madvise(buffer, BLOCK, Advice.HUGEPAGE);
        return buffer;
      }
    };

    abstract long map(Selftest test);
  }

  /** The original's pages are of its device, and have frames like those of a memory file. */
  @Test
  void mixedmap_shouldShowAPageThatADeviceFileMapped() {
    try (Backing file = machine.createFile("f", FileKind.MEMORY, 1, FileContent.CACHED)) {
      long buffer = process.mmap(MapRequest.file(file, 0, PAGE));
      process.read(buffer);
      AddressRange page = AddressRange.page(buffer);
      assertEquals(List.of(Seen.READ), device.snapshot(page).orElseThrow());
      process.munmap(buffer, PAGE);
    }
  }

  /** Beside it, what has no frame at all (VM_PFNMAP) is refused. */
  @Test
  void mixedmap_shouldRefuseMemoryWithoutPages() {
    try (Backing card = machine.createFile("card", FileKind.DEVICE, 1, FileContent.HOLE)) {
      long buffer = process.mmap(MapRequest.file(card, 0, PAGE).with(Sharing.SHARED));
      AddressRange page = AddressRange.page(buffer);
      assertEquals(List.of(Seen.ERROR), device.snapshot(page).orElseThrow());
      assertEquals(AccessOutcome.REFUSED, device.access(buffer, Access.READ));
      process.munmap(buffer, PAGE);
    }
  }

  @Test
  void double_map_shouldTellBothDevices() {
    HmmDevice second = mirror(process);
    long buffer = buffer();
    long[] values = fill(process, buffer);
    protect(buffer, PAGES, Protection.R);
    assertDeviceReads(values, device, buffer);
    assertDeviceReads(values, second, buffer);
    process.madvise(buffer, PAGE, Advice.DONTNEED);
    process.munmap(buffer + PAGE, PAGE);
    assertEquals(PAGES - 2, device.counters().held());
    assertEquals(PAGES - 2, second.counters().held());
    assertEquals(0, read(second, buffer), "a fresh page");
    assertEquals(-1, read(second, buffer + PAGE), "a hole");
    process.mmap(MapRequest.anonymous(PAGE).at(buffer + PAGE, Placement.FIXED));
  }
}
