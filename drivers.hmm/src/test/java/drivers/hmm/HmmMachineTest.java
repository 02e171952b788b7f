package drivers.hmm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import mm.api.Admission;
import mm.api.Attachment;
import mm.api.NotifierCore;
import mm.machine.Advice;
import mm.machine.Machine;
import mm.machine.MapRequest;
import mm.machine.Placement;
import mm.machine.Protection;
import mm.machine.ShadowChecker;
import mm.machine.UserProcess;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import mm.spi.DeviceCounters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The driver in the real engine, while a simulated machine changes its memory at random. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HmmMachineTest {
  private static final int PAGES = 64;
  private static final int CHANGES = 5_000;

  private final NotifierCore core = NotifierCore.create();
  private final Machine machine = new Machine(core);
  private final ShadowChecker checker = new ShadowChecker(machine);
  private final UserProcess process = machine.spawn("process");
  private final long base = process.mmap(MapRequest.anonymous(PAGES * 4096L));
  private Attachment attachment;
  private Device device;

  @BeforeEach
  void attach() {
    assertInstanceOf(Admission.Admitted.class, core.drivers().admit(new HmmDriver()));
    attachment = core.drivers().attach("hmm", process.space());
    device = attachment.device();
    checker.watch(process, "hmm", device);
  }

  @AfterEach
  void shouldLeaveNothingBehind() {
    process.exit();
    assertEquals(AccessOutcome.DETACHED, device.access(base, Access.READ));
    attachment.close();
    DeviceCounters counters = device.counters();
    assertEquals(0, counters.held());
    assertEquals(counters.made(), counters.dropped());
    assertEquals(List.of(), checker.findings());
    assertEquals(List.of(), core.violations());
    assertEquals(0, machine.framesInUse());
    core.close();
  }

  @Test
  void shouldHoldNothingStaleWhateverTheProcessDoes() {
    Random random = new Random(1);
    for (int i = 0; i < CHANGES; i++) {
      use(random);
      change(random);
    }
    assertEquals(0, checker.notJudged("hmm"));
    assertTrue(device.counters().dropped() > PAGES);
  }

  @Test
  void shouldHoldNothingStaleWhileTwoThreadsUseIt() {
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Void> one = CompletableFuture.runAsync(() -> useUntil(done, 2));
    CompletableFuture<Void> two = CompletableFuture.runAsync(() -> useUntil(done, 3));
    try {
      Random random = new Random(4);
      for (int i = 0; i < CHANGES; i++) {
        change(random);
      }
    } finally {
      done.set(true);
      one.join();
      two.join();
    }
    checker.checkAll();
  }

  private void useUntil(AtomicBoolean done, long seed) {
    Random random = new Random(seed);
    while (!done.get()) {
      use(random);
    }
  }

  private void use(Random random) {
    device.access(page(random), random.nextBoolean() ? Access.READ : Access.WRITE);
  }

  private long page(Random random) {
    return base + random.nextInt(PAGES) * 4096L;
  }

  private void change(Random random) {
    long start = page(random);
    long length = Math.min((1 + random.nextInt(8)) * 4096L, base + PAGES * 4096L - start);
    switch (random.nextInt(7)) {
      case 0 -> process.madvise(start, length, Advice.DONTNEED);
      case 1 -> process.madvise(start, length, Advice.FREE);
      case 2 -> process.mprotect(start, length, Protection.R);
      case 3 -> process.mprotect(start, length, Protection.RW);
      case 4 -> process.mmap(MapRequest.anonymous(length).at(start, Placement.FIXED));
      case 5 -> process.touch(start, Access.WRITE);
      default -> forkAndWrite(start);
    }
  }

  private void forkAndWrite(long address) {
    UserProcess child = process.fork("child");
    child.touch(address, Access.WRITE);
    process.touch(address, Access.WRITE);
    child.exit();
  }
}
