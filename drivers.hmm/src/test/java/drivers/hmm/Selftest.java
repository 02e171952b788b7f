package drivers.hmm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import mm.api.AddressRange;
import mm.api.Attachment;
import mm.api.NotifierCore;
import mm.machine.FaultOutcome;
import mm.machine.Machine;
import mm.machine.MachineOptions;
import mm.machine.MapRequest;
import mm.machine.PageContents;
import mm.machine.Placement;
import mm.machine.Protection;
import mm.machine.ShadowChecker;
import mm.machine.UserProcess;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.tck.support.DataUse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * A process with a mirror, on a machine that keeps contents; what the HMM selftests of Linux have
 * in common. Afterwards nothing is left, and every device has all its memory back.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
abstract class Selftest {
  static final int PAGES = 8;
  static final long PAGE = AddressRange.PAGE_SIZE;
  static final long BLOCK = 1L << 21;

  final NotifierCore core = NotifierCore.create();
  final Machine machine = new Machine(core, MachineOptions.defaults().with(PageContents.KEPT));
  final ShadowChecker checker = new ShadowChecker(machine);
  final UserProcess process = machine.spawn("process");
  private final List<Attachment> attachments = new ArrayList<>();
  HmmDevice device;

  @BeforeEach
  void open() {
    core.drivers().admit(new HmmDriver());
    device = mirror(process);
  }

  /** Another device, attached to a process. */
  final HmmDevice mirror(UserProcess owner) {
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
    attachments.forEach(
        each -> assertEquals(HmmMemory.CAPACITY, ((HmmDevice) each.device()).room()));
    assertEquals(List.of(), checker.findings());
    assertEquals(List.of(), core.violations());
    assertEquals(0, machine.framesInUse());
    core.close();
  }

  final long buffer() {
    return process.mmap(MapRequest.anonymous(PAGES * PAGE));
  }

  final AddressRange range(long buffer) {
    return new AddressRange(buffer, buffer + PAGES * PAGE);
  }

  /** Writes a value of its own to each page with the CPU. */
  static long[] fill(UserProcess by, long buffer) {
    return fill(by, buffer, PAGES);
  }

  static long[] fill(UserProcess by, long buffer, int pages) {
    long[] values = new long[pages];
    for (int i = 0; i < pages; i++) {
      values[i] = DataUse.fresh();
      assertEquals(FaultOutcome.OK, by.fill(buffer + i * PAGE, values[i]));
    }
    return values;
  }

  /** What a device reads, or -1 where it does not get at the page. */
  final long read(HmmDevice by, long address) {
    long[] value = {-1};
    by.access(address, Access.READ, frame -> value[0] = machine.load(frame));
    return value[0];
  }

  final AccessOutcome write(HmmDevice by, long address, long value) {
    return by.access(address, Access.WRITE, frame -> machine.store(frame, value));
  }

  /** Writes a value of its own to each page with a device. */
  final long[] writeAll(HmmDevice by, long buffer) {
    long[] values = new long[PAGES];
    for (int i = 0; i < PAGES; i++) {
      values[i] = DataUse.fresh();
      assertEquals(values[i], written(by, buffer + i * PAGE, values[i]));
    }
    return values;
  }

  private long written(HmmDevice by, long address, long value) {
    write(by, address, value);
    return read(by, address);
  }

  final void assertDeviceReads(long[] values, HmmDevice by, long buffer) {
    for (int i = 0; i < values.length; i++) {
      assertEquals(values[i], read(by, buffer + i * PAGE), "page " + i);
    }
  }

  static void assertCpuReads(long[] values, UserProcess by, long buffer) {
    for (int i = 0; i < values.length; i++) {
      assertEquals(OptionalLong.of(values[i]), by.read(buffer + i * PAGE), "page " + i);
    }
  }

  static void assertAll(HmmDevice of, long buffer, Access access, AccessOutcome expected) {
    for (int i = 0; i < PAGES; i++) {
      assertEquals(expected, of.access(buffer + i * PAGE, access), "page " + i);
    }
  }

  final void protect(long start, int pages, Protection protection) {
    assertEquals(0, process.mprotect(start, pages * PAGE, protection));
  }

  /** A block of its own of 2 MiB, aligned. */
  final long block(MapRequest request) {
    long start = 0x4000_0000L;
    assertEquals(start, process.mmap(request.at(start, Placement.FIXED)));
    return start;
  }
}
