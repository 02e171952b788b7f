package mm.machine.migration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import mm.api.InvalidationEvent;
import mm.machine.FaultOutcome;
import mm.machine.frames.Frames;
import mm.machine.huge.HugePage;
import mm.machine.huge.HugeSplit;
import mm.machine.huge.PageSplit;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.tables.PageTables;
import mm.machine.tables.Pte;
import mm.spi.Access;
import mm.spi.DeviceMemory;
import mm.spi.Migration;
import mm.spi.Page;

/**
 * Moves private pages of a part of a mapping to a device's memory or back (Linux {@code
 * migrate_vma}): markers first, in one MIGRATE section with the owner; then other mappings of the
 * pages, a CLEAR each; then contents; then the new entries. The mmap lock is held.
 */
public final class DeviceMigration {
  private final Mapping mapping;
  private final ProcessMemory memory;
  private final Frames frames;
  private final long start;
  private final long end;
  private final DeviceMemory device;
  private final List<MovingPage> moving = new ArrayList<>();
  private final List<Long> holes = new ArrayList<>();

  private DeviceMigration(Mapping mapping, long start, long end, DeviceMemory device) {
    this.mapping = mapping;
    this.memory = mapping.memory();
    this.frames = memory.frames();
    this.start = start;
    this.end = end;
    this.device = device;
  }

  /** One of the two directions, for one part of one mapping; how many pages moved. */
  private interface Direction {
    int move(Mapping mapping, long start, long end);
  }

  public static Migration toDevice(
      ProcessMemory memory, long start, long end, DeviceMemory device) {
    return each(
        memory, start, end, (part, from, to) -> new DeviceMigration(part, from, to, device).out());
  }

  public static Migration toSystem(
      ProcessMemory memory, long start, long end, DeviceMemory device) {
    return each(
        memory, start, end, (part, from, to) -> new DeviceMigration(part, from, to, device).back());
  }

  /** Mapping by mapping, up to the first hole, huge pages of the pool or unreadable memory. */
  private static Migration each(ProcessMemory memory, long start, long end, Direction direction) {
    if (!Layout.isPageAligned(start | end) || start < 0 || start >= end) {
      return Migration.invalid(0);
    }
    int moved = 0;
    memory.frames().lazyQueue().drain();
    memory.mmapLock().readLock().lock();
    try {
      for (long at = start; at < end; ) {
        Mapping mapping = memory.mappings().find(at);
        if (mapping == null
            || mapping.isHugetlb()
            || mapping.isForeign()
            || !mapping.allows(Access.READ)) {
          return Migration.invalid(moved);
        }
        long to = Math.min(mapping.end(), end);
        moved += direction.move(mapping, at, to);
        at = to;
      }
      return Migration.done(moved);
    } finally {
      memory.mmapLock().readLock().unlock();
    }
  }

  /** The CPU touched a page that is with a device. */
  public static FaultOutcome bringBack(Mapping mapping, long page, int frame) {
    DeviceMemory device = mapping.memory().frames().deviceOf(frame);
    if (device == null) {
      return FaultOutcome.OK; // gone since; the next look finds something else
    }
    int moved = new DeviceMigration(mapping, page, page + Layout.PAGE, device).back();
    long entry = mapping.memory().tables().get(page);
    boolean stuck = Pte.is(entry, Pte.DEVICE) && Pte.frame(entry) == frame;
    return moved == 0 && stuck ? FaultOutcome.OUT_OF_MEMORY : FaultOutcome.OK;
  }

  private int out() {
    announced(this::collectSystem);
    for (MovingPage page : moving) {
      if (page.unmapOthers()) {
        page.setTarget(deviceFrame());
      }
    }
    fillHoles();
    return finish();
  }

  private int back() {
    announced(this::collectDevice);
    for (MovingPage page : moving) {
      if (page.unmapOthers()) {
        page.setTarget(frames.allocate(Frames.ANONYMOUS));
      }
    }
    return finish();
  }

  private int deviceFrame() {
    if (!device.reserve()) {
      return Frames.NONE;
    }
    frames.lock();
    try {
      return frames.allocateLocked(device);
    } finally {
      frames.unlock();
    }
  }

  private void announced(Runnable change) {
    long section = memory.begin(InvalidationEvent.MIGRATE, start, end, device.owner());
    try {
      memory.changes().add(start, end);
      change.run();
      memory.flush(start, end);
    } finally {
      memory.end(section);
    }
  }

  private void collectSystem() {
    for (long block = Layout.down(start, Layout.BLOCK); block < end; block += Layout.BLOCK) {
      splitHuge(Math.max(block, start));
    }
    for (long page = start; page < end; page += Layout.PAGE) {
      collectSystem(page);
    }
  }

  /** Only single pages move (Linux 6.18). */
  private void splitHuge(long address) {
    long entry = memory.tables().get(address);
    if (mapping.anon() != null && HugePage.isPart(frames, entry)) {
      HugePage page = HugePage.at(mapping, address, entry);
      if (!page.isShared()) {
        PageSplit.run(page);
      }
    } else if (mapping.isAnonymous()) {
      HugeSplit.at(memory, address);
    }
  }

  private void collectSystem(long page) {
    memory.tables().lock();
    try {
      long[] leaf = memory.tables().leafLocked(page);
      long entry = leaf == null ? Pte.NONE : leaf[PageTables.entryIndex(page)];
      if (isHole(entry)) {
        holes.add(page);
      } else if (isMovable(entry)) {
        take(page, leaf);
      }
    } finally {
      memory.tables().unlock();
    }
  }

  private boolean isHole(long entry) {
    return mapping.isAnonymous()
        && (entry == Pte.NONE || (Pte.isZeroPage(entry) && !Pte.isHuge(entry)));
  }

  private boolean isMovable(long entry) {
    if (!Pte.isPresent(entry) || Pte.frame(entry) == Frames.ZERO) {
      return false;
    }
    int frame = Pte.frame(entry);
    return frames.has(frame, Frames.ANONYMOUS)
        && !frames.has(frame, Frames.HUGE)
        && !frames.has(frame, Frames.SWAPPED)
        && frames.references(frame) == 0;
  }

  private void collectDevice() {
    for (long page = start; page < end; page += Layout.PAGE) {
      memory.tables().lock();
      try {
        long[] leaf = memory.tables().leafLocked(page);
        long entry = leaf == null ? Pte.NONE : leaf[PageTables.entryIndex(page)];
        if (isOurs(entry)) {
          take(page, leaf);
        }
      } finally {
        memory.tables().unlock();
      }
    }
  }

  private boolean isOurs(long entry) {
    return !Pte.isPresent(entry)
        && Pte.is(entry, Pte.DEVICE)
        && frames.deviceOf(Pte.frame(entry)) == device;
  }

  private void take(long page, long[] leaf) {
    int index = PageTables.entryIndex(page);
    moving.add(new MovingPage(mapping, page, Pte.frame(leaf[index])));
    MovingPage.mark(frames, leaf, index);
  }

  /** What was never touched appears in the device's memory; one section from the first hole on. */
  private void fillHoles() {
    List<MovingPage> filled = new ArrayList<>();
    for (long page : holes) {
      MovingPage hole = new MovingPage(mapping, page, Frames.NONE);
      hole.setTarget(deviceFrame());
      if (hole.target() == Frames.NONE) {
        break;
      }
      filled.add(hole);
    }
    if (!filled.isEmpty()) {
      mapping.prepareAnon();
      announced(filled);
    }
  }

  private void announced(List<MovingPage> filled) {
    long from = filled.get(0).address();
    long section = memory.begin(InvalidationEvent.MIGRATE, from, end, device.owner());
    try {
      memory.changes().add(from, end);
      filled.forEach(this::fill);
    } finally {
      memory.endOnly(section);
    }
  }

  /** Only the zero page can have been looked up by anybody. */
  private void fill(MovingPage hole) {
    memory.tables().lock();
    try {
      long[] leaf = memory.tables().leafOrNewLocked(hole.address());
      int index = PageTables.entryIndex(hole.address());
      if (!isHole(leaf[index])) {
        frames.release(hole.target()); // a fault came between
        return;
      }
      if (leaf[index] != Pte.NONE) {
        leaf[index] = Pte.NONE;
        memory.flushAll(hole.address(), hole.address() + Layout.PAGE);
      }
      long write = mapping.has(Flags.WRITE) ? Pte.WRITE : 0;
      leaf[index] = Pte.absent(hole.target(), Pte.MIGRATION | write);
      moving.add(hole);
    } finally {
      memory.tables().unlock();
    }
  }

  private int finish() {
    moving.sort(Comparator.comparingLong(page -> page.address()));
    RuntimeException broken = null;
    int moved = 0;
    for (MovingPage page : moving) {
      try {
        moved += finish(page);
      } catch (RuntimeException e) { // the other pages must not stay between two frames
        broken = e;
      }
    }
    if (broken != null) {
      throw broken;
    }
    return moved;
  }

  private int finish(MovingPage page) {
    boolean wanted = false;
    try {
      if (page.target() != Frames.NONE) {
        tell(page);
      }
    } finally {
      wanted = page.settle();
    }
    boolean in = page.target() != Frames.NONE && frames.has(page.target(), Frames.DEVICE);
    if (in && !wanted) { // discarded meanwhile
      device.movedOut(memory.space(), page.address(), frames.handle(page.target()), 0);
    }
    page.release();
    return wanted && page.target() != Frames.NONE ? 1 : 0;
  }

  private void tell(MovingPage page) {
    long source = page.source() == Frames.NONE ? 0 : frames.handle(page.source());
    long target = frames.handle(page.target());
    if (frames.has(page.target(), Frames.DEVICE)) {
      device.movedIn(memory.space(), page.address(), source, Page.present(target, rights(page)));
    } else {
      device.movedOut(memory.space(), page.address(), source, target);
    }
  }

  private Access rights(MovingPage page) {
    boolean write = Pte.is(memory.tables().get(page.address()), Pte.WRITE);
    return write ? Access.WRITE : Access.READ;
  }
}
