package mm.machine;

import static mm.machine.Simulation.PAGE;
import static mm.machine.Simulation.at;
import static org.junit.jupiter.api.Assertions.assertEquals;

import mm.spi.Access;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages of the pool are promised when they are mapped (Linux hugetlb_reserve_pages). */
class HugetlbPoolTest {
  private static final long ENOMEM = Errno.ENOMEM.result();

  private final Simulation sim = new Simulation();

  @BeforeEach
  void fillPool() {
    sim.machine.setHugetlbPool(4);
  }

  @AfterEach
  void close() {
    shouldHaveAllPagesFree();
    sim.close();
    assertEquals(0, sim.machine.framesInUse());
  }

  private void shouldHaveAllPagesFree() {
    sim.munmap(0, 1 << 20);
    assertEquals(at(0), map(0, 2048, Sharing.PRIVATE));
    assertEquals(ENOMEM, map(4096, 512, Sharing.PRIVATE));
  }

  private long map(long page, long pages, Sharing sharing) {
    return sim.process.mmap(
        Simulation.anonymous(page, pages).with(sharing).with(MapOption.HUGETLB));
  }

  private void mapUnreserved(long page, long pages) {
    MapRequest request = Simulation.anonymous(page, pages).with(MapOption.HUGETLB);
    assertEquals(at(page), sim.process.mmap(request.with(MapOption.NORESERVE)));
  }

  @Test
  void shouldMapNoMoreThanThePoolCanGive() {
    assertEquals(at(0), map(0, 1024, Sharing.PRIVATE));
    assertEquals(at(2048), map(2048, 1024, Sharing.SHARED));
    assertEquals(ENOMEM, map(4096, 512, Sharing.PRIVATE));
    sim.write(0, 1024);
    sim.write(2048, 3072);
  }

  @Test
  void shouldKeepPromisedPagesFromOthers() {
    map(0, 1536, Sharing.PRIVATE);
    mapUnreserved(2048, 1024);
    sim.write(2048, 2049);
    assertEquals(FaultOutcome.SIGBUS, sim.process.touch(at(2560), Access.WRITE));
    sim.write(0, 1536);
  }

  @Test
  void shouldPromiseAgainWhatIsDiscarded() {
    map(0, 1024, Sharing.PRIVATE);
    sim.write(0, 1024);
    sim.madvise(0, 512, Advice.DONTNEED);
    assertEquals(ENOMEM, map(4096, 1536, Sharing.PRIVATE));
    assertEquals(at(4096), map(4096, 1024, Sharing.PRIVATE));
    sim.write(0, 512);
  }

  @Test
  void shouldGiveBackWhatIsUnmappedUntouchedOrPunched() {
    map(0, 1024, Sharing.PRIVATE);
    sim.write(0, 1);
    sim.munmap(512, 512);
    map(2048, 1024, Sharing.SHARED);
    sim.write(2048, 2049);
    assertEquals(0, sim.madvise(2048, 1024, Advice.REMOVE));
    assertEquals(at(4096), map(4096, 1536, Sharing.PRIVATE));
  }

  @Test
  void shouldLetPromisesMoveWithTheirMapping() {
    map(0, 2048, Sharing.PRIVATE);
    sim.write(0, 1);
    RemapRequest move = RemapRequest.resize(at(0), 2048 * PAGE, 2048 * PAGE).to(at(8192));
    assertEquals(at(8192), sim.process.mremap(move));
    assertEquals(ENOMEM, map(0, 512, Sharing.PRIVATE));
    sim.write(8192, 8192 + 2048);
  }

  @Test
  void shouldPromiseAChildNothing() {
    map(0, 1536, Sharing.PRIVATE);
    UserProcess child = sim.process.fork("child");
    Simulation.touch(child, 0, 1, Access.WRITE);
    assertEquals(FaultOutcome.SIGBUS, child.touch(at(512), Access.WRITE));
    child.exit();
    sim.write(0, 1536);
  }
}
