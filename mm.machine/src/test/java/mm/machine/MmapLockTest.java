package mm.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mm.machine.faults.Faults;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.FaultKind;
import mm.spi.Access;
import mm.spi.PageSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MmapLockTest {
  private static final int PAGES = 300;
  private static final int ROOM = 50;

  private final Simulation sim = new Simulation();
  private final ShadowChecker checker = new ShadowChecker(sim.machine);
  private final MirrorDevice device = MirrorDevice.attach(sim.process);

  @Test
  void shouldRefuseToChangeMappingsWithoutTheLock() {
    sim.map(0, 2);
    ProcessMemory memory = sim.process.memory();
    Mapping mapping = memory.mappings().get(0);
    assertThrows(IllegalStateException.class, () -> memory.mappings().remove(mapping));
    assertThrows(
        IllegalStateException.class,
        () -> Faults.handle(mapping, Simulation.at(0), FaultKind.WRITE));
    assertEquals(1, memory.mappings().size());
    sim.close();
  }

  @Test
  @Timeout(120)
  void shouldStayInLineWhileTwoThreadsReclaimMigrateAndFault() throws Exception {
    checker.watch(sim.process, "mirror", device);
    RecordingMemory memory = new RecordingMemory(ROOM);
    sim.machine.swapOn(PAGES);
    sim.map(0, PAGES);
    ExecutorService pool = Executors.newFixedThreadPool(2);
    Future<?> first = pool.submit(() -> work(new Random(1), memory));
    Future<?> second = pool.submit(() -> work(new Random(2), memory));
    first.get();
    second.get();
    pool.shutdown();
    checker.checkAll();
    assertEquals(List.of(), checker.findings());
    assertEquals(List.of(), sim.core.violations());
    assertEquals(List.of(), sim.process.space().openSections());
    sim.close();
    assertEquals(0, sim.machine.framesInUse());
    assertEquals(0, sim.machine.swapUsed());
    assertEquals(ROOM, memory.room());
  }

  private void work(Random random, RecordingMemory memory) {
    PageSource pages = sim.process.pages();
    for (int i = 0; i < 3000; i++) {
      long address = Simulation.at(random.nextInt(PAGES - 20));
      long bytes = (1 + random.nextInt(20)) * Simulation.PAGE;
      switch (random.nextInt(9)) {
        case 0 -> sim.process.madvise(address, bytes, Advice.PAGEOUT);
        case 1 -> pages.migrateToDevice(address, address + bytes, memory);
        case 2 -> pages.migrateToSystem(address, address + bytes, memory);
        case 3 -> pages.makeExclusive(address, memory.owner);
        case 4 -> sim.process.madvise(address, bytes, Advice.DONTNEED);
        case 5 -> sim.process.mmap(MapRequest.anonymous(bytes).at(address, Placement.FIXED));
        case 6 -> reclaimOrFork(random, address);
        case 7 -> device.access(address, Access.WRITE);
        default -> sim.process.touch(address, Access.WRITE);
      }
    }
  }

  private void reclaimOrFork(Random random, long address) {
    if (random.nextInt(4) != 0) {
      sim.machine.reclaim(8);
      return;
    }
    UserProcess child = sim.process.fork("child");
    child.touch(address, Access.WRITE);
    child.exit();
  }
}
