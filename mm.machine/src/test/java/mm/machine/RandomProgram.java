package mm.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.tables.Pte;
import mm.spi.Access;
import mm.spi.Page;
import mm.spi.PageSource;

/** Random operations of a process and its children, with a device that mirrors the process. */
final class RandomProgram implements AutoCloseable {
  private static final int PAGES = 3000;
  private static final int ROOM = 200;
  private static final Protection[] PROTECTIONS = {
    Protection.NONE, Protection.R, Protection.RW, Protection.RW, Protection.RW
  };
  private static final Advice[] ADVICES = {
    Advice.DONTNEED, Advice.DONTNEED_LOCKED, Advice.FREE, Advice.PAGEOUT, Advice.DONTFORK,
    Advice.DOFORK, Advice.WIPEONFORK, Advice.KEEPONFORK, Advice.SEQUENTIAL, Advice.NORMAL,
    Advice.REMOVE, Advice.POPULATE_READ, Advice.POPULATE_WRITE
  };

  /** Huge pages are made and split, as a mapping or as a page. */
  private static final Advice[] HUGE_ADVICES = {
    Advice.HUGEPAGE,
    Advice.HUGEPAGE,
    Advice.NOHUGEPAGE,
    Advice.COLLAPSE,
    Advice.COLLAPSE,
    Advice.COLD,
    Advice.PAGEOUT,
    Advice.FREE,
    Advice.DONTNEED
  };

  private final Random random;
  private final Simulation sim = new Simulation();
  private final ShadowChecker checker = new ShadowChecker(sim.machine);
  private final MirrorDevice device = MirrorDevice.attach(sim.process);
  private final Userfault userfault =
      sim.process.openUserfault(
          Set.of(
              UserfaultFeature.PAGEFAULT_FLAG_WP,
              UserfaultFeature.WP_ASYNC,
              UserfaultFeature.WP_UNPOPULATED));
  private final Backing file;
  private final NaiveModel model = new NaiveModel(PAGES);
  private final List<UserProcess> children = new ArrayList<>();
  private final List<Long> pins = new ArrayList<>();
  private final RecordingMemory memory = new RecordingMemory(ROOM);
  private int leftSystem;
  private int hugeSeen;
  private int from;
  private int to;

  RandomProgram(long seed) {
    random = new Random(seed);
    FileKind kind = seed % 2 == 0 ? FileKind.MEMORY : FileKind.REGULAR;
    file = sim.machine.createFile("f", kind, PAGES, FileContent.UNCACHED);
    checker.watch(sim.process, "mirror", device);
    if (seed % 3 != 0) {
      sim.machine.swapOn(random.nextInt(2000) + 1);
    }
  }

  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      step();
      if (i % 50 == 49) {
        model.check(sim.process);
        checkHuge();
      }
    }
    checker.checkAll();
    assertEquals(List.of(), checker.findings());
    assertEquals(List.of(), sim.core.violations());
    assertEquals(List.of(), sim.process.space().openSections());
  }

  private void step() {
    from = random.nextInt(PAGES - 1);
    int length = random.nextInt(4) == 0 ? random.nextInt(1200) : random.nextInt(20);
    to = Math.min(PAGES, from + 1 + length);
    switch (random.nextInt(20)) {
      case 0, 1 -> map();
      case 2 -> unmap();
      case 3, 4 -> protect();
      case 5, 6 -> advise();
      case 7 -> move();
      case 8 -> guard();
      case 9 -> lock();
      case 10 -> family();
      case 11 -> pin();
      case 12 -> child();
      case 13 -> huge();
      case 14, 15 -> userfault();
      case 16 -> leave();
      default -> access();
    }
    sim.forget();
  }

  private void map() {
    Protection protection = PROTECTIONS[random.nextInt(PROTECTIONS.length)];
    long bytes = (to - from) * Simulation.PAGE;
    MapRequest request =
        random.nextInt(3) == 0
            ? MapRequest.file(file, from * Simulation.PAGE, bytes)
            : MapRequest.anonymous(bytes);
    request = request.with(random.nextInt(3) == 0 ? Sharing.SHARED : Sharing.PRIVATE);
    long address = Simulation.at(from);
    assertEquals(address, sim.process.mmap(request.with(protection).at(address, Placement.FIXED)));
    model.map(from, to, protection);
  }

  /** Pages go to the swap area, to a device and back, or are a device's alone. */
  private void leave() {
    PageSource pages = sim.process.pages();
    long start = Simulation.at(from);
    long end = Simulation.at(to);
    switch (random.nextInt(4)) {
      case 0 -> sim.process.madvise(start, end - start, Advice.PAGEOUT);
      case 1 -> leftSystem += pages.migrateToDevice(start, end, memory).pages();
      case 2 -> pages.migrateToSystem(start, end, memory);
      default -> pages.makeExclusive(start, memory.owner);
    }
    leftSystem += sim.machine.swapUsed();
  }

  int leftSystem() {
    return leftSystem;
  }

  private void unmap() {
    assertEquals(0, sim.munmap(from, to - from));
    model.unmap(from, to);
  }

  private void protect() {
    Protection protection = PROTECTIONS[random.nextInt(PROTECTIONS.length)];
    boolean complete = model.protect(from, to, protection);
    long expected = complete ? 0 : Errno.ENOMEM.result();
    assertEquals(expected, sim.mprotect(from, to - from, protection));
  }

  private void advise() {
    sim.madvise(from, to - from, ADVICES[random.nextInt(ADVICES.length)]);
  }

  private void huge() {
    if (random.nextBoolean()) {
      from = from & -512;
      to = Math.min(PAGES, from + 512 * (1 + random.nextInt(3)));
    }
    if (random.nextInt(3) == 0) {
      long bytes = (to - from) * Simulation.PAGE;
      MapRequest request = MapRequest.anonymous(bytes).at(Simulation.at(from), Placement.FIXED);
      assertEquals(Simulation.at(from), sim.process.mmap(request));
      model.map(from, to, Protection.RW);
      sim.madvise(from, to - from, Advice.HUGEPAGE);
      access();
    } else {
      sim.madvise(from, to - from, HUGE_ADVICES[random.nextInt(HUGE_ADVICES.length)]);
    }
  }

  /** Writes to protected pages are let through, so the accesses' outcomes do not change. */
  private void userfault() {
    long address = Simulation.at(from);
    long bytes = (to - from) * Simulation.PAGE;
    switch (random.nextInt(6)) {
      case 0 -> userfault.register(address, bytes, UserfaultMode.WP);
      case 1 -> userfault.unregister(address, bytes);
      case 2 -> userfault.protect(address, bytes);
      case 3 -> userfault.unprotect(address, bytes);
      case 4 -> sim.process.pagemap().scanAndProtect(address, bytes);
      default -> moveByUserfault(address, Math.min(bytes, 600 * Simulation.PAGE));
    }
  }

  private void moveByUserfault(long source, long bytes) {
    long target = Simulation.at(random.nextInt(PAGES));
    userfault.register(target, bytes, UserfaultMode.WP);
    sim.process.madvise(target, bytes, Advice.DONTNEED);
    userfault.unprotect(target, bytes);
    userfault.move(target, source, bytes);
  }

  /** A huge page is mapped wholly or not at all, and wholly in one mapping. */
  private void checkHuge() {
    ProcessMemory memory = sim.process.memory();
    for (long block = Simulation.at(0); block < Simulation.at(PAGES); block += Layout.BLOCK) {
      Mapping mapping = memory.mappings().find(block);
      boolean huge = memory.tables().isHuge(block);
      for (int page = 0; huge && page < Layout.ENTRIES; page++) {
        long entry = memory.tables().get(block + page * Simulation.PAGE);
        assertTrue(Pte.isHuge(entry) && Pte.isPresent(entry), "page " + page);
      }
      assertTrue(!huge || mapping.holdsBlock(block));
      hugeSeen += huge ? 1 : 0;
    }
  }

  int hugeSeen() {
    return hugeSeen;
  }

  private void move() {
    int pages = to - from;
    int target = random.nextInt(PAGES);
    boolean overlaps = target < to && from < target + pages;
    if (!overlaps && target + pages <= PAGES && model.isMapped(from, to)) {
      long bytes = pages * Simulation.PAGE;
      unregisterAll();
      RemapRequest request = RemapRequest.resize(Simulation.at(from), bytes, bytes);
      assertEquals(Simulation.at(target), sim.process.mremap(request.to(Simulation.at(target))));
      model.move(from, target, pages);
    }
  }

  /** Linux moves registered mappings only one by one. */
  private void unregisterAll() {
    MappingView first = sim.process.maps().mappingAt(Simulation.at(from)).orElseThrow();
    if (first.end() < Simulation.at(to)) {
      for (MappingView each : sim.process.maps().list()) {
        userfault.unregister(each.start(), each.end() - each.start());
      }
    }
  }

  private void guard() {
    if (sim.madvise(from, to - from, Advice.GUARD_REMOVE) == 0) {
      model.guard(from, to, false);
    } else {
      sim.munmap(from, to - from);
      model.unmap(from, to);
      return;
    }
    if (random.nextInt(4) == 0 && sim.madvise(from, 1, Advice.GUARD_INSTALL) == 0) {
      model.guard(from, from + 1, true);
    }
  }

  private void lock() {
    if (random.nextInt(3) == 0) {
      sim.process.mlock(Simulation.at(from), Math.min(8, to - from) * Simulation.PAGE);
    } else {
      sim.process.munlock(Simulation.at(0), PAGES * Simulation.PAGE);
    }
  }

  private void family() {
    if (children.size() < 3 && random.nextInt(2) == 0) {
      children.add(sim.process.fork("child"));
    } else if (!children.isEmpty()) {
      children.remove(random.nextInt(children.size())).exit();
    }
  }

  private void child() {
    if (children.isEmpty()) {
      return;
    }
    UserProcess child = children.get(random.nextInt(children.size()));
    long address = Simulation.at(from);
    switch (random.nextInt(4)) {
      case 0 -> child.munmap(address, (to - from) * Simulation.PAGE);
      case 1 -> child.files().punchHole(file, from * Simulation.PAGE, 8 * Simulation.PAGE);
      case 2 -> child.madvise(address, Simulation.PAGE, Advice.DONTNEED);
      default -> child.touch(address, Access.WRITE);
    }
    checkIsolation(child, from);
  }

  /** Private pages that two processes share are writable for neither. */
  private void checkIsolation(UserProcess child, int page) {
    long address = Simulation.at(page);
    Page mine = sim.process.pages().snapshot(address);
    Page other = child.pages().snapshot(address);
    boolean isPrivate =
        sim.process.maps().mappingAt(address).map(MappingView::sharing).orElse(null)
            == Sharing.PRIVATE;
    if (isPrivate && mine.isPresent() && mine.frame() == other.frame()) {
      assertNotEquals(Access.WRITE, mine.rights());
    }
  }

  private void pin() {
    Page page = sim.process.pages().pin(Simulation.at(from), Access.WRITE);
    if (page.isPresent()) {
      pins.add(page.frame());
    }
    if (pins.size() > 20) {
      sim.process.pages().unpin(pins.remove(random.nextInt(pins.size())));
    }
  }

  private void access() {
    Access access = random.nextBoolean() ? Access.READ : Access.WRITE;
    boolean allowed = model.allows(from, access);
    FaultOutcome outcome = sim.process.touch(Simulation.at(from), access);
    assertEquals(allowed ? FaultOutcome.OK : FaultOutcome.SIGSEGV, outcome);
    for (int page = from; page < Math.min(to, from + 4); page++) {
      device.access(Simulation.at(page), random.nextBoolean() ? Access.READ : Access.WRITE);
    }
  }

  @Override
  public void close() {
    children.forEach(UserProcess::exit);
    pins.forEach(sim.process.pages()::unpin);
    file.close();
    sim.close();
    assertEquals(0, sim.machine.framesInUse());
    assertEquals(0, sim.machine.swapUsed());
    assertEquals(ROOM, memory.room());
  }
}
