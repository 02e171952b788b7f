package mm.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import drivers.gru.GruDriver;
import drivers.i915.I915Driver;
import drivers.kvm.KvmDriver;
import java.util.ArrayList;
import java.util.List;
import mm.api.AddressRange;
import mm.api.Dispatcher;
import mm.machine.FaultOutcome;
import mm.machine.KernelVersion;
import mm.machine.Machine;
import mm.machine.MachineOptions;
import mm.machine.MapRequest;
import mm.machine.Placement;
import mm.machine.ShadowChecker;
import mm.machine.UserProcess;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Declaration;
import mm.spi.Device;
import mm.spi.NotifierDriver;
import mm.spi.Page;

/**
 * A process with three mappings that real drivers translate. KVM and GRU hold every page; the GPU
 * of i915 is at work on the mapping in the middle, until somebody waits for it.
 */
final class DriverScene implements AutoCloseable {
  static final int MAPPINGS = 3;
  private static final long PAGE = AddressRange.PAGE_SIZE;
  private static final int PAGES = 4;
  private static final long FIRST = 0x2000_0000_0000L;

  /** A driver of the scene. */
  enum Member {
    KVM(new KvmDriver(), Declaration.neverBlocking("kvm")),
    GRU(new GruDriver(), Declaration.neverBlocking("gru")),
    I915(new I915Driver(), Declaration.declining("i915"));

    private final NotifierDriver driver;
    private final Declaration declaration;

    Member(NotifierDriver driver, Declaration declaration) {
      this.driver = driver;
      this.declaration = declaration;
    }
  }

  /** What became of the drivers. */
  enum Health {
    /** Nothing stale, and every device is served again. */
    RIGHT,
    /** A device could use memory that is somebody else's by now. */
    STALE,
    /** A device waits for an end that never comes. */
    STALLS
  }

  final Dispatcher core;
  final Machine machine;
  final UserProcess process;
  private final ShadowChecker checker;
  private final List<Device> devices = new ArrayList<>();

  DriverScene(Dispatcher core, List<Member> members) {
    this.core = core;
    machine = new Machine(core, MachineOptions.defaults().with(KernelVersion.V5_12));
    machine.swapOn(100);
    checker = new ShadowChecker(machine);
    process = machine.spawn("process");
    for (int i = 0; i < MAPPINGS; i++) {
      map(i);
    }
    for (Member each : members) {
      attach(each);
    }
  }

  private void map(int mapping) {
    process.mmap(MapRequest.anonymous(PAGES * PAGE).at(at(mapping, 0), Placement.FIXED_NOREPLACE));
    for (int page = 0; page < PAGES; page++) {
      assertEquals(FaultOutcome.OK, process.touch(at(mapping, page), Access.WRITE));
    }
  }

  static long at(int mapping, int page) {
    return FIRST + mapping * 0x100_0000L + page * PAGE;
  }

  private void attach(Member member) {
    Device device = member.driver.attach(new SceneContext(process, member.declaration));
    devices.add(device);
    checker.watch(process, member.name(), device);
    for (int mapping = 0; mapping < MAPPINGS; mapping++) {
      if (member != Member.I915 || mapping == 1) {
        useAll(device, mapping);
      }
    }
  }

  private static void useAll(Device device, int mapping) {
    for (int page = 0; page < PAGES; page++) {
      assertEquals(AccessOutcome.MADE, device.access(at(mapping, page), Access.WRITE));
    }
  }

  /** Mappings of which no page is present. */
  int empty() {
    int empty = 0;
    for (int mapping = 0; mapping < MAPPINGS; mapping++) {
      empty += process.pages().snapshot(at(mapping, 0)).status() == Page.Status.HOLE ? 1 : 0;
    }
    return empty;
  }

  /** Looks at all devices, and lets each use the pages that are present. */
  Health health() {
    checker.checkAll();
    if (!checker.findings().isEmpty()) {
      return Health.STALE;
    }
    boolean served = devices.stream().allMatch(this::isServed);
    return served ? Health.RIGHT : Health.STALLS;
  }

  private boolean isServed(Device device) {
    boolean served = true;
    for (int mapping = 0; mapping < MAPPINGS; mapping++) {
      boolean present = process.pages().snapshot(at(mapping, 0)).isPresent();
      AccessOutcome outcome =
          present ? device.access(at(mapping, 0), Access.READ) : AccessOutcome.HIT;
      served &= outcome == AccessOutcome.HIT || outcome == AccessOutcome.MADE;
    }
    return served;
  }

  @Override
  public void close() {
    process.exit();
    devices.forEach(Device::quiesce);
    devices.forEach(Device::detach);
    assertEquals(0, machine.framesInUse());
    core.close();
    assertTrue(process.exited());
  }
}
