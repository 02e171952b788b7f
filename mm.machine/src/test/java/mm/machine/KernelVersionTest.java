package mm.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import mm.machine.tables.Layout;
import mm.spi.Page;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What Linux 5.12 does otherwise than 6.18; the golden traces have the rest. */
class KernelVersionTest {
  private static final long SLOT = Layout.SLOT / Layout.PAGE;

  private Simulation sim;

  private void boot(KernelVersion version) {
    sim = new Simulation(MachineOptions.defaults().with(version));
  }

  @AfterEach
  void shouldLeaveNothing() {
    if (sim != null) {
      sim.close();
      assertEquals(0, sim.machine.framesInUse());
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldBeFoundByItsNumber(KernelVersion version) {
    assertEquals(version, KernelVersion.of(version.toString()));
  }

  @Test
  void shouldListTheKernelsWhenThereIsNoSuchOne() {
    String said =
        assertThrows(IllegalArgumentException.class, () -> KernelVersion.of("4.19")).getMessage();
    assertEquals("no kernel '4.19'; there are [5.12, 6.18]", said);
  }

  @ParameterizedTest
  @CsvSource({
    "V5_12, PROTECTION_VMA 1024-SLOT|PROTECTION_VMA SLOT-LAST",
    "V6_18, PROTECTION_VMA 0-LAST"
  })
  void shouldAnnounceMprotectFromTheFirstTable(KernelVersion version, String expected) {
    boot(version);
    sim.map(0, 2 * SLOT);
    sim.write(1030, 1031);
    sim.write(SLOT, SLOT + 1);
    sim.told();
    sim.mprotect(0, 2 * SLOT, Protection.R);
    String text = expected.replace("SLOT", "" + SLOT).replace("LAST", "" + 2 * SLOT);
    assertEquals(List.of(text.split("[|]")), sim.told());
  }

  @ParameterizedTest
  @CsvSource({"V5_12, 100", "V6_18, 0"})
  void shouldRoundAMoveDownOnTheNewKernelOnly(KernelVersion version, long start) {
    boot(version);
    sim.map(100, 1000);
    sim.process.mremap(
        RemapRequest.resize(Simulation.at(100), 1000 * Simulation.PAGE, 1000 * Simulation.PAGE)
            .to(Simulation.at(10 * 512 + 100)));
    assertEquals("UNMAP " + start + "-1100", sim.told().get(0));
  }

  @ParameterizedTest
  @CsvSource({"V5_12, EFAULT", "V6_18, "})
  void shouldMoveSeveralMappingsOnTheNewKernelOnly(KernelVersion version, Errno error) {
    boot(version);
    sim.map(0, 4);
    sim.mprotect(0, 2, Protection.R);
    long moved =
        sim.process.mremap(
            RemapRequest.resize(Simulation.at(0), 4 * Simulation.PAGE, 4 * Simulation.PAGE)
                .to(Simulation.at(100)));
    assertEquals(error == null ? Simulation.at(100) : error.result(), moved);
  }

  @ParameterizedTest
  @CsvSource({"V5_12, CLEAR 0-512|CLEAR 7-8", "V6_18, CLEAR 0-512"})
  void shouldBreakTheHugeZeroPageByPages(KernelVersion version, String expected) {
    boot(version);
    sim.map(0, 512);
    sim.madvise(0, 512, Advice.HUGEPAGE);
    sim.read(0, 1);
    sim.write(7, 8);
    assertEquals(List.of(expected.split("[|]")), sim.told());
  }

  @Test
  void shouldRefuseLaterAdviceUnannounced() {
    boot(KernelVersion.V5_12);
    sim.map(0, 4);
    sim.write(0, 4);
    for (Advice each :
        EnumSet.of(
            Advice.POPULATE_READ, Advice.DONTNEED_LOCKED, Advice.COLLAPSE, Advice.GUARD_INSTALL)) {
      assertEquals(Errno.EINVAL.result(), sim.madvise(0, 4, each), each.toString());
    }
    assertEquals(
        Errno.EINVAL.result(),
        sim.process.processMadvise(
            sim.process, Advice.DONTNEED, Simulation.at(0), Simulation.PAGE));
    assertEquals(List.of(), sim.told());
  }

  @Test
  void shouldLackLaterCalls() {
    boot(KernelVersion.V5_12);
    sim.map(0, 4);
    sim.write(0, 4);
    UserProcess victim = sim.process.fork("victim");
    victim.kill();
    sim.told();
    assertEquals(Errno.ENOSYS.result(), sim.process.processMrelease(victim));
    assertEquals(
        Errno.ENOTTY.result(),
        sim.process.proc().pagemap().scan(Simulation.at(0), Simulation.PAGE));
    assertEquals(
        Page.HOLE,
        sim.process.pages().makeExclusive(Simulation.at(0), new RecordingMemory(1).owner));
    assertEquals(List.of(), sim.told());
    victim.exit();
  }

  @Test
  void shouldLackLaterFeaturesOfUserfaultfd() {
    boot(KernelVersion.V5_12);
    assertThrows(
        IllegalArgumentException.class,
        () -> sim.process.openUserfault(Set.of(UserfaultFeature.WP_ASYNC)));
    Userfault opened = sim.process.openUserfault(Set.of(UserfaultFeature.PAGEFAULT_FLAG_WP));
    sim.map(0, 4);
    sim.map(4, 4);
    sim.mprotect(4, 4, Protection.R);
    opened.register(Simulation.at(0), 8 * Simulation.PAGE, UserfaultMode.WP);
    sim.write(0, 1);
    sim.told();
    assertEquals(Errno.ENOENT.result(), opened.protect(Simulation.at(0), 8 * Simulation.PAGE));
    assertEquals(Errno.EINVAL.result(), opened.move(Simulation.at(2), Simulation.at(0), 4096));
    assertEquals(List.of(), sim.told());
  }

  @ParameterizedTest
  @CsvSource({"V5_12, UNMAP 512-1024|>UNMAP 512-1024", "V6_18, UNMAP 512-1024"})
  void shouldAnnounceHugetlbAgainInsideOfAnUnmap(KernelVersion version, String expected) {
    boot(version);
    sim.machine.setHugetlbPool(2);
    sim.process.mmap(Simulation.anonymous(0, 1024).with(MapOption.HUGETLB));
    sim.write(0, 1);
    sim.munmap(512, 512);
    assertEquals(List.of(expected.split("[|]")), sim.told());
  }
}
