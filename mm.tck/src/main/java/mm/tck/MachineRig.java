package mm.tck;

import java.util.Random;
import mm.api.AddressRange;
import mm.api.Attachment;
import mm.api.CoreOptions;
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
import mm.spi.NotifierDriver;

/** A simulated machine with a process, and a checker that knows what every page leads to. */
final class MachineRig implements AutoCloseable {
  static final int PAGES = 32;
  private static final long LENGTH = PAGES * (long) AddressRange.PAGE_SIZE;

  final NotifierCore core;
  final Machine machine;
  final ShadowChecker checker;
  final UserProcess process;
  final long base;
  private final String id;

  MachineRig(NotifierDriver driver, String id, CoreOptions options) {
    this.id = id;
    core = NotifierCore.create(options);
    machine = new Machine(core);
    checker = new ShadowChecker(machine);
    core.drivers().admit(driver);
    machine.swapOn(PAGES * 4);
    process = machine.spawn("tck");
    base = process.mmap(MapRequest.anonymous(LENGTH));
  }

  Attachment attach(UserProcess to) {
    Attachment made = core.drivers().attach(id, to.space());
    checker.watch(to, id, made.device());
    return made;
  }

  long page(int index) {
    return base + index * (long) AddressRange.PAGE_SIZE;
  }

  /** Lets the device use every page. */
  void fill(Device device) {
    for (int i = 0; i < PAGES; i++) {
      AccessOutcome outcome = Rig.use(device, page(i), i % 2 == 0 ? Access.READ : Access.WRITE);
      if (!Rig.used(outcome)) {
        throw new AssertionError("page " + i + " is not served: " + outcome);
      }
    }
  }

  /** One operation of the process, and one access of the device. */
  void step(Device device, Random random) {
    device.access(page(random.nextInt(PAGES)), random.nextBoolean() ? Access.READ : Access.WRITE);
    long start = page(random.nextInt(PAGES));
    long length =
        Math.min((1 + random.nextInt(8)) * (long) AddressRange.PAGE_SIZE, base + LENGTH - start);
    switch (random.nextInt(9)) {
      case 0 -> process.madvise(start, length, Advice.DONTNEED);
      case 1 -> process.madvise(start, length, Advice.PAGEOUT);
      case 2 -> process.mprotect(start, length, Protection.R);
      case 3 -> process.mprotect(start, length, Protection.RW);
      case 4 -> process.mmap(MapRequest.anonymous(length).at(start, Placement.FIXED));
      case 5 -> process.touch(start, Access.WRITE);
      case 6 -> process.proc().clearRefs(4);
      case 7 -> machine.reclaim(2);
      default -> forkAndWrite(start);
    }
  }

  private void forkAndWrite(long address) {
    UserProcess child = process.fork("child");
    child.touch(address, Access.WRITE);
    process.touch(address, Access.WRITE);
    child.exit();
  }

  @Override
  public void close() {
    core.close();
  }
}
