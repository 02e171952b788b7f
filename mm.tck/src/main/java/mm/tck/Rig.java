package mm.tck;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.api.CoreOptions;
import mm.api.InvalidationEvent;
import mm.api.MigrationOwner;
import mm.api.NotifierCore;
import mm.api.Rule;
import mm.api.Violation;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import mm.spi.NotifierDriver;

/** An engine, a space with pages made by hand, and the driver attached to it. */
final class Rig implements AutoCloseable {
  static final int PAGES = 16;
  static final long BASE = 0x1000_0000;
  static final long END = BASE + PAGES * (long) AddressRange.PAGE_SIZE;

  private static final long BUSY_FOR = TimeUnit.MILLISECONDS.toNanos(300);

  final NotifierCore core;
  final FakePages pages = new FakePages();
  final AddressSpace space;
  final Witness witness;
  final Attachment attachment;
  final Device device;

  /** How long the driver may wait for what should take no time. */
  final Duration patience;

  private final String id;
  private final AtomicLong frames = new AtomicLong();

  Rig(NotifierDriver driver, String id, CoreOptions options, Duration patience) {
    this.id = id;
    this.patience = patience;
    core = NotifierCore.create(options);
    space = core.createSpace("tck", pages);
    witness = new Witness(id);
    core.drivers().admit(driver);
    core.drivers().govern(witness);
    core.observe(witness);
    remap(BASE, END);
    attachment = core.drivers().attach(id, space);
    device = attachment.device();
    witness.watch(device);
  }

  Attachment attachAgain() {
    return attachTo(space);
  }

  Attachment attachTo(AddressSpace other) {
    return core.drivers().attach(id, other);
  }

  static long page(int index) {
    return BASE + index * (long) AddressRange.PAGE_SIZE;
  }

  void remap(long start, long end) {
    for (long at = Math.max(start, BASE); at < Math.min(end, END); at += AddressRange.PAGE_SIZE) {
      pages.map(at, frames.incrementAndGet());
    }
  }

  /** Lets the device use every page, reading and writing in turn; each has to be served. */
  void fill() {
    for (int i = 0; i < PAGES; i++) {
      serve(page(i), i % 2 == 0 ? Access.READ : Access.WRITE);
    }
  }

  private void serve(long address, Access access) {
    AccessOutcome outcome = use(device, address, access);
    if (!used(outcome)) {
      throw new AssertionError(
          "page " + (address - BASE) / AddressRange.PAGE_SIZE + " is not served: " + outcome);
    }
  }

  /** Uses a page, again while the device is busy, for a bounded time. */
  static AccessOutcome use(Device device, long address, Access access) {
    long deadline = System.nanoTime() + BUSY_FOR;
    AccessOutcome outcome = device.access(address, access);
    for (int i = 0; outcome == AccessOutcome.BUSY && (i < 3 || System.nanoTime() < deadline); i++) {
      Thread.onSpinWait();
      outcome = device.access(address, access);
    }
    return outcome;
  }

  static boolean used(AccessOutcome outcome) {
    return outcome == AccessOutcome.HIT || outcome == AccessOutcome.MADE;
  }

  static Map<Long, Long> shown(Device device, long start, long end) {
    Map<Long, Long> shown = new TreeMap<>();
    device.translations(
        new AddressRange(start, end), (address, frame, rights) -> shown.put(address, frame));
    return shown;
  }

  /** Begins a section and, for who listens to it, flushes the secondary TLBs. */
  long begin(InvalidationEvent event, long start, long end, MigrationOwner owner) {
    long stamp = space.begin(event, start, end, owner);
    space.flushSecondaryTlbs(start, end);
    return stamp;
  }

  long begin(long start, long end) {
    return begin(InvalidationEvent.CLEAR, start, end, MigrationOwner.NONE);
  }

  /** A whole section in which the pages of the range are replaced. */
  void change(long start, long end) {
    long stamp = space.begin(InvalidationEvent.CLEAR, start, end);
    try {
      remap(start, end);
      space.flushSecondaryTlbs(start, end);
    } finally {
      space.end(stamp);
    }
  }

  /** A section that may not wait; answers whether it was opened. */
  boolean tryChange(long start, long end) {
    long stamp = space.tryBegin(InvalidationEvent.UNMAP, start, end);
    if (stamp == AddressSpace.DECLINED) {
      return false;
    }
    try {
      remap(start, end);
      space.flushSecondaryTlbs(start, end);
    } finally {
      space.end(stamp);
    }
    return true;
  }

  /** Everything that a driver can be told, over pages that it holds and pages that it does not. */
  void exercise() {
    fill();
    changeAll();
    fill();
    tryChange(BASE, END);
    space.clearFlushYoung(BASE, END);
    space.clearYoung(BASE, END);
    space.testYoung(BASE);
    repoint(BASE);
    use(device, page(1), Access.WRITE);
    collide(page(2), Access.READ);
    collide(page(3), Access.WRITE);
    fill();
  }

  private void changeAll() {
    for (int i = 0; i < PAGES; i++) {
      change(page(i), page(i + 1));
      tryChange(page(i), page(i + 1));
    }
    change(0, AddressRange.TOP);
  }

  private void repoint(long page) {
    long stamp = begin(page, page + AddressRange.PAGE_SIZE);
    remap(page, page + AddressRange.PAGE_SIZE);
    space.changePte(page, pages.frame(page));
    space.end(stamp);
  }

  /** Replaces a page after the device has looked it up and before it gets the answer. */
  void collide(long page, Access access) {
    long end = page + AddressRange.PAGE_SIZE;
    change(page, end);
    pages.afterNextLookUp(() -> Foreign.start(() -> change(page, end)).settle());
    use(device, page, access);
  }

  /** What the device holds in a range and the CPU's tables do not say. */
  Map<Long, Long> stale(long start, long end) {
    Map<Long, Long> held = shown(device, start, end);
    held.entrySet().removeIf(each -> pages.frame(each.getKey()) == each.getValue());
    return held;
  }

  Map<Long, Long> stale() {
    return stale(BASE, END);
  }

  List<Violation> violations(Rule rule) {
    return core.violations().stream().filter(each -> each.rule() == rule).toList();
  }

  @Override
  public void close() {
    core.close();
  }
}
