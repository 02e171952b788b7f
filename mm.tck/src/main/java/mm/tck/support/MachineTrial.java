package mm.tck.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import mm.api.Admission;
import mm.api.Attachment;
import mm.api.CoreOptions;
import mm.api.NotifierCore;
import mm.machine.Advice;
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
import mm.spi.DataDevice;
import mm.spi.DeviceCounters;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A driver in the engine, while a simulated machine changes its memory at random: nothing stale,
 * nothing left behind, and data read through the device is what the CPU reads. A subclass names the
 * driver and may add tests of its own.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class MachineTrial {
  /** Pages mapped from {@link #base} on. */
  protected static final int PAGES = 64;

  private static final int CHANGES = 5_000;

  /** The engine. */
  protected final NotifierCore core;

  /** The machine; it keeps contents and has swap. */
  protected final Machine machine;

  /** The process that the device is attached to. */
  protected final UserProcess process;

  /** Start of its memory. */
  protected final long base;

  private final NotifierDriver driver;
  private final String id;
  private final ShadowChecker checker;
  private Attachment attachment;
  private DataUse data;

  /** The device; another one after {@link #reattach}. */
  protected DataDevice device;

  /**
   * Prepares a trial.
   *
   * @param driver as its public constructor makes it
   * @param options of the engine; its guards are on whatever they say
   */
  protected MachineTrial(NotifierDriver driver, CoreOptions options) {
    this.driver = driver;
    id = driver.getClass().getAnnotation(DriverInfo.class).id();
    core = NotifierCore.create(options.with(CoreOptions.Guards.ON));
    machine = new Machine(core, MachineOptions.defaults().with(PageContents.KEPT));
    machine.swapOn(4 * PAGES);
    checker = new ShadowChecker(machine);
    process = machine.spawn("process");
    base = process.mmap(MapRequest.anonymous(PAGES * 4096L));
  }

  /**
   * Prepares a trial with the engine's defaults.
   *
   * @param driver as its public constructor makes it
   */
  protected MachineTrial(NotifierDriver driver) {
    this(driver, CoreOptions.defaults());
  }

  @BeforeEach
  final void attach() {
    assertInstanceOf(Admission.Admitted.class, core.drivers().admit(driver));
    attachAgain();
  }

  private void attachAgain() {
    attachment = core.drivers().attach(id, process.space());
    device = (DataDevice) attachment.device();
    checker.watch(process, id, device);
    data = new DataUse(process, device);
  }

  /** Detaches the device and attaches another one. */
  protected final void reattach() {
    attachment.close();
    assertEquals(AccessOutcome.DETACHED, device.access(base, Access.READ));
    checker.unwatch(device);
    attachAgain();
  }

  @AfterEach
  final void shouldLeaveNothingBehind() {
    process.exit();
    assertEquals(AccessOutcome.DETACHED, device.access(base, Access.READ));
    attachment.close();
    DeviceCounters counters = device.counters();
    assertEquals(0, counters.held());
    assertEquals(counters.made(), counters.dropped());
    assertEquals(List.of(), checker.findings());
    assertEquals(List.of(), core.violations());
    assertEquals(0, machine.framesInUse());
    assertEquals(0, machine.swapUsed());
    core.close();
  }

  @Test
  final void shouldBeFoundOnTheClassPath() {
    assertTrue(
        ServiceLoader.load(NotifierDriver.class).stream()
            .anyMatch(each -> each.type() == driver.getClass()));
  }

  @Test
  final void shouldHoldNothingStaleAndReadWhatTheCpuReadsWhateverTheProcessDoes() {
    Random random = new Random(1);
    for (int i = 0; i < CHANGES; i++) {
      change(random);
      exchange(page(random));
    }
    assertEquals(0, checker.notJudged(id));
    assertTrue(device.counters().dropped() > PAGES);
  }

  /** Each side reads what the other has written. */
  private void exchange(long page) {
    OptionalLong stored = data.store(page);
    if (stored.isPresent()) {
      assertEquals(stored, process.read(page), "written by the device");
      process.fill(page, DataUse.fresh());
    }
    assertEquals(process.read(page), data.load(page), "what both read");
  }

  @Test
  final void shouldHoldNothingStaleAndReadWhatTheCpuReadsWhileTwoThreadsUseIt() {
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Void> one =
        CompletableFuture.runAsync(() -> useUntil(done, 2), OwnThread.EACH);
    CompletableFuture<Void> two =
        CompletableFuture.runAsync(() -> useUntil(done, 3), OwnThread.EACH);
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
    for (int page = 0; page < PAGES; page++) {
      data.compare(base + page * 4096L);
    }
    assertTrue(data.compared() > 0, "something was compared");
  }

  @Test
  final void shouldComeBackAfterItWasDetached() {
    device.access(base, Access.WRITE);
    reattach();
    assertEquals(AccessOutcome.MADE, device.access(base, Access.READ));
    process.munmap(base, 4096);
    assertEquals(AccessOutcome.REFUSED, device.access(base, Access.READ));
  }

  private void useUntil(AtomicBoolean done, long seed) {
    Random random = new Random(seed);
    while (!done.get()) {
      long page = page(random);
      if (random.nextInt(3) == 0) {
        data.store(page);
      }
      data.compare(page);
    }
  }

  private long page(Random random) {
    return base + random.nextInt(PAGES) * 4096L;
  }

  private void change(Random random) {
    long start = page(random);
    long length = Math.min((1 + random.nextInt(8)) * 4096L, base + PAGES * 4096L - start);
    switch (random.nextInt(9)) {
      case 0 -> process.madvise(start, length, Advice.DONTNEED);
      case 1 -> process.madvise(start, length, Advice.FREE);
      case 2 -> process.mprotect(start, length, Protection.R);
      case 3 -> process.mprotect(start, length, Protection.RW);
      case 4 -> process.mmap(MapRequest.anonymous(length).at(start, Placement.FIXED));
      case 5 -> process.fill(start, DataUse.fresh());
      case 6 -> process.madvise(start, length, Advice.PAGEOUT);
      case 7 -> machine.reclaim(4);
      default -> forkAndWrite(start);
    }
  }

  private void forkAndWrite(long address) {
    UserProcess child = process.fork("child");
    child.fill(address, DataUse.fresh());
    process.fill(address, DataUse.fresh());
    child.exit();
  }
}
