package mm.machine.uffd;

import static mm.machine.Simulation.PAGE;
import static mm.machine.Simulation.at;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import mm.machine.Advice;
import mm.machine.Errno;
import mm.machine.FaultOutcome;
import mm.machine.MapOption;
import mm.machine.Protection;
import mm.machine.Sharing;
import mm.machine.Simulation;
import mm.machine.Userfault;
import mm.machine.UserfaultFeature;
import mm.machine.UserfaultMode;
import mm.spi.Access;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A userfaultfd on pages of the pool (Linux {@code mfill_atomic_hugetlb}). */
class HugetlbUserfaultTest {
  private static final long SLOT = 262144;
  private static final long EINVAL = Errno.EINVAL.result();

  private final Simulation sim = new Simulation();

  @BeforeEach
  void fillPool() {
    sim.machine.setHugetlbPool(2048);
  }

  @AfterEach
  void close() {
    sim.close();
    assertEquals(0, sim.machine.framesInUse());
    assertEquals(List.of(), sim.machine.audit());
  }

  private void map(long pages, Sharing sharing) {
    sim.process.mmap(Simulation.anonymous(0, pages).with(sharing).with(MapOption.HUGETLB));
  }

  private Userfault open(UserfaultFeature... features) {
    return sim.process.openUserfault(Set.of(features));
  }

  private static long length(long pages) {
    return pages * PAGE;
  }

  @Test
  void shouldAskForMissingPagesAndFillThemWhole() {
    map(1024, Sharing.PRIVATE);
    Userfault userfault = open();
    assertEquals(0, userfault.register(at(0), length(1024), UserfaultMode.MISSING));
    assertEquals(FaultOutcome.USERFAULT, sim.process.touch(at(3), Access.READ));
    assertEquals(EINVAL, userfault.copy(at(0), length(1)));
    assertEquals(EINVAL, userfault.zeropage(at(0), length(512)));
    assertEquals(0, userfault.copy(at(0), length(512)));
    assertEquals(Errno.EEXIST.result(), userfault.copy(at(0), length(512)));
    sim.write(0, 512);
    assertEquals(List.of(), sim.told());
  }

  @Test
  void shouldMapWhatTheCacheHolds() {
    map(1024, Sharing.SHARED);
    sim.write(0, 1);
    Userfault userfault = open(UserfaultFeature.MINOR_SHMEM);
    assertEquals(0, userfault.register(at(0), length(1024), UserfaultMode.MINOR));
    sim.madvise(0, 512, Advice.DONTNEED);
    assertEquals(FaultOutcome.USERFAULT, sim.process.touch(at(0), Access.READ));
    assertEquals(0, userfault.resume(at(0), length(512)));
    assertEquals(Errno.EFAULT.result(), userfault.resume(at(512), length(512)));
    sim.write(0, 1);
    assertEquals(List.of("CLEAR 0-512"), sim.told());
  }

  @Test
  void shouldAnnounceProtectionWhateverTablesThereAre() {
    map(1024, Sharing.PRIVATE);
    sim.write(0, 1);
    Userfault userfault = open(UserfaultFeature.PAGEFAULT_FLAG_WP);
    assertEquals(0, userfault.register(at(0), length(1024), UserfaultMode.WP));
    assertEquals(EINVAL, userfault.protect(at(0), length(100)));
    assertEquals(0, userfault.protect(at(0), length(1024)));
    assertEquals(List.of("PROTECTION_VMA 0-1024"), sim.told());
    assertEquals(FaultOutcome.USERFAULT, sim.process.touch(at(5), Access.WRITE));
    assertEquals(FaultOutcome.USERFAULT, sim.process.touch(at(512), Access.WRITE));
    assertEquals(0, userfault.unprotect(at(0), length(1024)));
    assertEquals(List.of("PROTECTION_VMA 0-1024"), sim.told());
    sim.write(0, 1024);
    assertEquals(List.of(), sim.told());
  }

  @Test
  void shouldLetAsynchronousWritesThroughSilently() {
    map(512, Sharing.PRIVATE);
    sim.write(0, 1);
    Userfault userfault = open(UserfaultFeature.PAGEFAULT_FLAG_WP, UserfaultFeature.WP_ASYNC);
    userfault.register(at(0), length(512), UserfaultMode.WP);
    userfault.protect(at(0), length(512));
    sim.forget();
    sim.write(7, 9);
    assertEquals(List.of(), sim.told());
  }

  @Test
  void shouldStopSharingTablesOfAWholeMapping() {
    map(3 * SLOT, Sharing.SHARED);
    Userfault userfault = open(UserfaultFeature.PAGEFAULT_FLAG_WP);
    assertEquals(0, userfault.register(at(0), length(3 * SLOT), UserfaultMode.WP));
    assertEquals(List.of("CLEAR 0-" + 3 * SLOT), sim.told());
    assertEquals(0, userfault.protect(at(SLOT), length(512)));
    assertEquals(List.of("PROTECTION_VMA " + SLOT + "-" + 2 * SLOT), sim.told());
  }

  @Test
  void shouldRefuseBordersInsideAPage() {
    map(1024, Sharing.PRIVATE);
    Userfault userfault = open();
    assertEquals(EINVAL, userfault.register(at(1), length(511), UserfaultMode.MISSING));
    assertEquals(EINVAL, userfault.register(at(0), length(100), UserfaultMode.MISSING));
    assertEquals(0, userfault.register(at(512), length(512), UserfaultMode.MISSING));
    assertEquals(List.of("0-512 RW", "512-1024 RW"), sim.layout());
  }

  @Test
  void shouldNotForceAWriteThroughTheMemFile() {
    map(512, Sharing.PRIVATE);
    sim.write(0, 1);
    sim.mprotect(0, 512, Protection.R);
    assertEquals(Errno.EIO.result(), sim.process.proc().forceWrite(at(0), PAGE));
  }
}
