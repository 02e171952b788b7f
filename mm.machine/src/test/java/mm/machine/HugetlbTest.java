package mm.machine;

import static mm.machine.Simulation.PAGE;
import static mm.machine.Simulation.at;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import mm.spi.Access;
import mm.spi.Migration;
import mm.spi.Page;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mappings of pages from the hugetlb pool. */
class HugetlbTest {
  private static final long SLOT = 262144;
  private static final long EINVAL = Errno.EINVAL.result();

  private final Simulation sim = new Simulation();

  @BeforeEach
  void fillPool() {
    sim.machine.setHugetlbPool(4);
  }

  @AfterEach
  void close() {
    sim.close();
    assertEquals(0, sim.machine.framesInUse());
  }

  /** Without a promise of the pool, which may be smaller. */
  private long map(long page, long pages, Sharing sharing) {
    return sim.process.mmap(
        Simulation.anonymous(page, pages)
            .with(sharing)
            .with(MapOption.HUGETLB)
            .with(MapOption.NORESERVE));
  }

  private long mremap(long page, long pages, long newPages, long target) {
    return sim.process.mremap(
        new RemapRequest(
            at(page),
            pages * PAGE,
            newPages * PAGE,
            at(target),
            Set.of(RemapFlag.MAYMOVE, RemapFlag.FIXED)));
  }

  @Test
  void shouldFillAWholePageSilentlyAndSignalAnEmptyPool() {
    map(0, 2560, Sharing.PRIVATE);
    for (long page = 0; page < 2048; page += 512) {
      sim.read(page + 5, page + 6);
      sim.write(page, page + 1);
    }
    assertEquals(2048, sim.machine.framesInUse());
    assertEquals(FaultOutcome.SIGBUS, sim.process.touch(at(2048), Access.WRITE));
    assertEquals(List.of(), sim.told());
    sim.munmap(0, 512);
    sim.write(2048, 2049);
  }

  @Test
  void shouldRefuseBordersInsideAPage() {
    assertEquals(EINVAL, map(100, 512, Sharing.PRIVATE));
    map(0, 2048, Sharing.PRIVATE);
    assertEquals(EINVAL, sim.munmap(512, 1));
    assertEquals(EINVAL, sim.munmap(7, 505));
    assertEquals(EINVAL, sim.mprotect(512, 100, Protection.R));
    assertEquals(EINVAL, sim.madvise(513, 511, Advice.DONTNEED));
    assertEquals(EINVAL, sim.madvise(0, 512, Advice.FREE));
    assertEquals(EINVAL, sim.madvise(0, 512, Advice.PAGEOUT));
    assertEquals(List.of(), sim.told());
  }

  @Test
  void shouldRoundADiscardDown() {
    map(0, 2048, Sharing.PRIVATE);
    sim.write(0, 1);
    sim.write(512, 513);
    assertEquals(0, sim.madvise(0, 511, Advice.DONTNEED));
    assertEquals(List.of(), sim.told());
    assertEquals(0, sim.madvise(0, 700, Advice.DONTNEED));
    assertEquals(List.of("CLEAR 0-512"), sim.told());
    assertEquals(512, sim.machine.framesInUse());
  }

  @Test
  void shouldAnnounceTheSlotOfACutInASharedMapping() {
    map(0, 3 * SLOT, Sharing.SHARED);
    sim.mprotect(SLOT + 512, 512, Protection.R);
    assertEquals(
        List.of(
            "CLEAR " + SLOT + "-" + 2 * SLOT,
            "PROTECTION_VMA " + (SLOT + 512) + "-" + (SLOT + 1024)),
        sim.told());
    sim.munmap(512, 512);
    assertEquals(List.of("CLEAR 0-" + SLOT, "UNMAP 512-1024"), sim.told());
    assertEquals(EINVAL, sim.munmap(2 * SLOT + 512, 1));
    assertEquals(List.of("CLEAR " + 2 * SLOT + "-" + 3 * SLOT), sim.told());
  }

  @Test
  void shouldAnnounceOnlyTheSlotOfADiscardInASharedMapping() {
    map(0, 3 * SLOT, Sharing.SHARED);
    sim.write(SLOT + 512, SLOT + 513);
    sim.madvise(SLOT + 512, 512, Advice.DONTNEED);
    assertEquals(List.of("CLEAR " + SLOT + "-" + 2 * SLOT), sim.told());
    assertEquals(512, sim.machine.framesInUse(), "the cache keeps it");
    sim.madvise(SLOT + 512, 512, Advice.REMOVE);
    assertEquals(0, sim.machine.framesInUse());
  }

  @Test
  void shouldKeepPrivateMappingsExact() {
    map(0, 3 * SLOT, Sharing.PRIVATE);
    sim.mprotect(SLOT + 512, 512, Protection.R);
    sim.munmap(512, 512);
    assertEquals(
        List.of("PROTECTION_VMA " + (SLOT + 512) + "-" + (SLOT + 1024), "UNMAP 512-1024"),
        sim.told());
  }

  @Test
  void shouldCopyAWholePageAfterAFork() {
    map(0, 1024, Sharing.PRIVATE);
    sim.write(0, 1);
    UserProcess child = sim.process.fork("p1");
    assertEquals(List.of("CLEAR 0-1024"), sim.told());
    sim.write(9, 10);
    assertEquals(List.of("CLEAR 0-512"), sim.told());
    assertEquals(1024, sim.machine.framesInUse());
    child.exit();
    assertEquals(512, sim.machine.framesInUse());
  }

  @Test
  void shouldShareThePagesOfASharedMappingWithAChild() {
    map(0, 512, Sharing.SHARED);
    sim.write(0, 1);
    UserProcess child = sim.process.fork("p1");
    Simulation.touch(child, 3, 4, Access.WRITE);
    assertEquals(512, sim.machine.framesInUse());
    assertEquals(List.of(), sim.told());
    child.exit();
  }

  @Test
  void shouldMoveAndShrinkButNotGrow() {
    map(0, 1024, Sharing.PRIVATE);
    sim.write(0, 1);
    assertEquals(EINVAL, mremap(0, 512, 1024, 4096));
    assertEquals(EINVAL, mremap(0, 512, 512, 4097));
    assertEquals(at(4096), mremap(0, 1024, 1024, 4096));
    assertEquals(List.of("CLEAR 0-1024", "UNMAP 0-1024"), sim.told());
    sim.write(4096, 4097);
    assertEquals(512, sim.machine.framesInUse());
  }

  @Test
  void shouldNotReclaimPagesOfThePoolOrMoveThemToDevices() {
    map(0, 512, Sharing.SHARED);
    sim.write(0, 1);
    sim.machine.swapOn(1000);
    sim.told();
    assertEquals(0, sim.machine.reclaim(1000));
    assertEquals(List.of(), sim.told());
    RecordingMemory device = new RecordingMemory(8);
    assertEquals(Migration.invalid(0), sim.process.pages().migrateToDevice(at(0), at(8), device));
    map(1024, 512, Sharing.PRIVATE);
    assertEquals(Page.HOLE, sim.process.pages().makeExclusive(at(1024), device.owner));
  }

  /** Transparent huge pages that reclaim found used do not count as pages of the pool. */
  @Test
  void shouldKeepThePoolApartFromOtherHugePages() {
    sim.machine.setHugetlbPool(1);
    map(0, 512, Sharing.PRIVATE);
    sim.write(0, 1);
    sim.map(1024, 512);
    sim.madvise(1024, 512, Advice.HUGEPAGE);
    sim.write(1024, 1025);
    sim.machine.swapOn(1000);
    sim.machine.reclaim(1);
    sim.munmap(1024, 512);
    map(2048, 512, Sharing.PRIVATE);
    assertEquals(FaultOutcome.SIGBUS, sim.process.touch(at(2048), Access.WRITE));
  }

  @Test
  void shouldMoveTogetherWithOtherMappings() {
    map(0, 512, Sharing.PRIVATE);
    map(512, 512, Sharing.PRIVATE);
    assertEquals(at(4096), mremap(0, 1024, 1024, 4096));
    assertEquals(
        List.of("CLEAR 0-512", "UNMAP 0-512", "CLEAR 512-1024", "UNMAP 512-1024"), sim.told());
  }

  @Test
  void shouldNotKnowGuards() {
    map(0, 512, Sharing.PRIVATE);
    assertEquals(EINVAL, sim.madvise(0, 512, Advice.GUARD_INSTALL));
    assertEquals(EINVAL, sim.madvise(0, 512, Advice.GUARD_REMOVE));
  }
}
