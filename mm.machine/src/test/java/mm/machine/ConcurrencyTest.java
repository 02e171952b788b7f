package mm.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import mm.spi.Access;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ConcurrencyTest {
  private static final int PAGES = 600;

  private final Simulation sim = new Simulation();
  private final ShadowChecker checker = new ShadowChecker(sim.machine);
  private final MirrorDevice device = MirrorDevice.attach(sim.process);
  private final Backing file =
      sim.machine.createFile("f", FileKind.MEMORY, PAGES, FileContent.UNCACHED);

  @Test
  @Timeout(120)
  void shouldKeepDevicesAndTablesInLineWhileEverybodyWorks() throws Exception {
    checker.watch(sim.process, "mirror", device);
    sim.map(0, PAGES);
    ExecutorService pool = Executors.newFixedThreadPool(4);
    AtomicBoolean stop = new AtomicBoolean();
    List<Future<?>> devices = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Random random = new Random(i);
      devices.add(pool.submit(() -> accessUntil(stop, random)));
    }
    List<Future<?>> workers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Random random = new Random(100 + i);
      workers.add(pool.submit(() -> work(random)));
    }
    for (Future<?> worker : workers) {
      worker.get();
    }
    stop.set(true);
    for (Future<?> one : devices) {
      one.get();
    }
    pool.shutdown();
    pool.awaitTermination(10, TimeUnit.SECONDS);
    checker.checkAll();
    assertEquals(List.of(), checker.findings());
    assertEquals(List.of(), sim.core.violations());
    file.close();
    sim.close();
    assertEquals(0, sim.machine.framesInUse());
  }

  private void accessUntil(AtomicBoolean stop, Random random) {
    while (!stop.get()) {
      device.access(
          Simulation.at(random.nextInt(PAGES)), random.nextBoolean() ? Access.READ : Access.WRITE);
    }
  }

  private void work(Random random) {
    for (int i = 0; i < 4000; i++) {
      long page = random.nextInt(PAGES - 40);
      long bytes = (1 + random.nextInt(40)) * Simulation.PAGE;
      long address = Simulation.at(page);
      switch (random.nextInt(8)) {
        case 0 -> sim.process.madvise(address, bytes, Advice.DONTNEED);
        case 1 -> sim.process.mprotect(address, bytes, Protection.R);
        case 2 -> sim.process.mprotect(address, bytes, Protection.RW);
        case 3 -> sim.process.munmap(address, bytes);
        case 4 -> sim.process.mmap(MapRequest.anonymous(bytes).at(address, Placement.FIXED));
        case 5 ->
            sim.process.mmap(
                MapRequest.file(file, page * Simulation.PAGE, bytes)
                    .with(Sharing.SHARED)
                    .at(address, Placement.FIXED));
        case 6 -> sim.process.files().punchHole(file, page * Simulation.PAGE, bytes);
        default -> forkAndWrite(address);
      }
    }
  }

  private void forkAndWrite(long address) {
    UserProcess child = sim.process.fork("child");
    sim.process.touch(address, Access.WRITE);
    child.touch(address, Access.WRITE);
    child.exit();
  }
}
