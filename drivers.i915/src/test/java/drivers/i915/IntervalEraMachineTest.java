package drivers.i915;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import mm.api.AddressSpace;
import mm.api.Admission;
import mm.api.Attachment;
import mm.api.ContractException;
import mm.api.CoreOptions;
import mm.api.InvalidationEvent;
import mm.api.NotifierCore;
import mm.api.Rule;
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

/** The interval era in the real engine, while a simulated machine changes its memory at random. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class IntervalEraMachineTest {
  private static final int PAGES = 64;
  private static final int CHANGES = 5_000;

  private final NotifierCore core =
      NotifierCore.create(CoreOptions.defaults().withDriverOption("i915.era", "interval"));
  private final Machine machine = new Machine(core);
  private final ShadowChecker checker = new ShadowChecker(machine);
  private final UserProcess process = machine.spawn("process");
  private final long base = process.mmap(MapRequest.anonymous(PAGES * 4096L));
  private Attachment attachment;
  private Device device;

  @BeforeEach
  void attach() {
    assertInstanceOf(Admission.Admitted.class, core.drivers().admit(new I915Driver()));
    attachment = core.drivers().attach("i915", process.space());
    device = attachment.device();
    checker.watch(process, "i915", device);
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
    assertEquals(0, checker.notJudged("i915"));
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

  @Test
  void shouldDeclineWhereWaitingIsForbiddenOnlyForAnObjectThatItHas() {
    assertTrue(tryChangeFirstPage());
    device.access(base, Access.WRITE);
    assertFalse(tryChangeFirstPage());
    assertEquals(1, device.counters().held());
  }

  @Test
  void shouldRefuseAnotherEraAndAnotherOption() {
    for (String options : List.of("i915.era=list7", "i915.eta=list")) {
      try (NotifierCore other =
          NotifierCore.create(CoreOptions.defaults().withDriverOptions(options))) {
        other.drivers().admit(new I915Driver());
        AddressSpace space = other.createSpace("other");
        ContractException refused =
            assertThrows(ContractException.class, () -> other.drivers().attach("i915", space));
        assertEquals(Rule.R6_12, refused.rule());
        assertFalse(space.hasNotifiers());
      }
    }
  }

  /** Tells whether the section was not declined. */
  private boolean tryChangeFirstPage() {
    long section = process.space().tryBegin(InvalidationEvent.UNMAP, base, base + 4096);
    if (section == AddressSpace.DECLINED) {
      return false;
    }
    process.space().end(section);
    return true;
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
