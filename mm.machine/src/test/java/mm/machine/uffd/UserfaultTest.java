package mm.machine.uffd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import mm.machine.Advice;
import mm.machine.Backing;
import mm.machine.Errno;
import mm.machine.FaultOutcome;
import mm.machine.FileContent;
import mm.machine.FileKind;
import mm.machine.MapRequest;
import mm.machine.Placement;
import mm.machine.RemapRequest;
import mm.machine.Sharing;
import mm.machine.Simulation;
import mm.machine.UserProcess;
import mm.machine.Userfault;
import mm.machine.UserfaultFeature;
import mm.machine.UserfaultMode;
import mm.spi.Access;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UserfaultTest {
  private final Simulation sim = new Simulation();
  private Userfault userfault;

  private void open(long pages, UserfaultMode mode, UserfaultFeature... features) {
    sim.map(0, pages);
    userfault = sim.process.openUserfault(Set.of(features));
    assertEquals(0, userfault.register(Simulation.at(0), pages * Simulation.PAGE, mode));
  }

  private void openAsync(long pages) {
    open(pages, UserfaultMode.WP, UserfaultFeature.WP_ASYNC, UserfaultFeature.WP_UNPOPULATED);
  }

  private long protect(long page, long pages) {
    return userfault.protect(Simulation.at(page), pages * Simulation.PAGE);
  }

  private FaultOutcome write(long page) {
    return sim.process.touch(Simulation.at(page), Access.WRITE);
  }

  @AfterEach
  void shouldLeakNothing() {
    sim.close();
    assertEquals(0, sim.machine.framesInUse());
  }

  @Test
  void shouldLetWritesThroughSilentlyWhenAsynchronous() {
    openAsync(8);
    sim.write(0, 8);
    assertEquals(0, protect(2, 4));
    assertEquals(List.of("PROTECTION_VMA 2-6"), sim.told());
    sim.write(0, 8);
    assertEquals(List.of(), sim.told());
  }

  @Test
  void shouldWaitForAnAnswerOtherwise() {
    open(8, UserfaultMode.WP, UserfaultFeature.PAGEFAULT_FLAG_WP);
    sim.write(0, 8);
    protect(2, 1);
    assertEquals(FaultOutcome.USERFAULT, write(2));
    assertEquals(FaultOutcome.OK, write(3));
    assertEquals(0, userfault.unprotect(Simulation.at(2), Simulation.PAGE));
    assertEquals(FaultOutcome.OK, write(2));
  }

  @Test
  void shouldWaitForMissingPagesUntilTheyAreFilled() {
    open(8, UserfaultMode.MISSING);
    assertEquals(FaultOutcome.USERFAULT, write(2));
    assertEquals(0, userfault.copy(Simulation.at(2), Simulation.PAGE));
    assertEquals(FaultOutcome.OK, write(2));
    assertEquals(Errno.EEXIST.result(), userfault.copy(Simulation.at(2), Simulation.PAGE));
    assertEquals(Errno.EAGAIN.result(), userfault.zeropage(Simulation.at(1), 2 * Simulation.PAGE));
    assertEquals(List.of(), sim.told());
  }

  @Test
  void shouldMarkUnpopulatedMemoryAndAnnounceIt() {
    openAsync(1024);
    protect(100, 600);
    assertEquals(List.of("PROTECTION_VMA 100-700"), sim.told());
    sim.read(200, 201);
    sim.write(200, 202);
    assertEquals(List.of("CLEAR 200-201"), sim.told());
  }

  @Test
  void shouldSplitAHugePageInsideTheSectionAndAtAWrite() {
    openAsync(512);
    sim.madvise(0, 512, Advice.HUGEPAGE);
    sim.write(0, 1);
    protect(0, 512);
    sim.told();
    sim.write(7, 8);
    assertEquals(List.of("CLEAR 0-512"), sim.told());
  }

  @Test
  void shouldRefuseWhatIsNotRegisteredAfterTheMappingsBefore() {
    openAsync(8);
    sim.write(0, 8);
    sim.map(16, 8);
    assertEquals(Errno.ENOENT.result(), protect(4, 16));
    assertEquals(List.of("PROTECTION_VMA 4-8"), sim.told());
    assertEquals(Errno.ENOENT.result(), protect(100, 1));
    assertEquals(Errno.EINVAL.result(), protect(0, 0));
  }

  @Test
  void shouldAnnounceTheRestAgainAfterAZeroPage() {
    sim.map(100, 8);
    sim.write(100, 102);
    sim.read(102, 103);
    sim.write(103, 108);
    open(8, UserfaultMode.MISSING, UserfaultFeature.MOVE);
    long bytes = 8 * Simulation.PAGE;
    assertEquals(0, userfault.move(Simulation.at(0), Simulation.at(100), bytes));
    assertEquals(List.of("CLEAR 100-108", "CLEAR 102-108", "CLEAR 103-108"), sim.told());
    assertEquals(
        Errno.ENOENT.result(), userfault.move(Simulation.at(0), Simulation.at(300), bytes));
  }

  /** As Linux 6.18. */
  @Test
  void shouldAnnounceTheRestOfASourceAgainForEachLeafTableOfEitherSide() {
    sim.map(3000, 2048);
    sim.write(4000, 4100);
    open(2048, UserfaultMode.MISSING, UserfaultFeature.MOVE);
    long bytes = 96 * Simulation.PAGE;
    assertEquals(0, userfault.move(Simulation.at(500), Simulation.at(4000), bytes));
    assertEquals(List.of("CLEAR 4000-4096", "CLEAR 4012-4096"), sim.told());
    sim.write(4096 - 96, 4096);
    bytes = 100 * Simulation.PAGE;
    assertEquals(0, userfault.move(Simulation.at(0), Simulation.at(4000), bytes));
    assertEquals(List.of("CLEAR 4000-4100", "CLEAR 4096-4100"), sim.told());
  }

  /** As Linux 6.18: the target of a refused filling or move is announced at a fork. */
  @Test
  void shouldPrepareTheTargetBeforeItIsRefused() {
    open(8, UserfaultMode.MISSING, UserfaultFeature.MOVE);
    long page = Simulation.PAGE;
    sim.map(16, 8);
    sim.map(32, 8);
    sim.map(48, 8);
    assertEquals(Errno.ENOENT.result(), userfault.copy(Simulation.at(18), page));
    assertEquals(Errno.EINVAL.result(), userfault.move(Simulation.at(32), Simulation.at(0), page));
    assertEquals(Errno.ENOENT.result(), protect(48, 1));
    UserProcess child = sim.process.fork("child");
    assertEquals(List.of("PROTECTION_PAGE 16-24", "PROTECTION_PAGE 32-40"), sim.told());
    child.exit();
  }

  @Test
  void shouldLoseRegistrationWithAMoveAndInAChild() {
    openAsync(8);
    sim.write(0, 8);
    protect(0, 8);
    UserProcess child = sim.process.fork("child");
    sim.told();
    Simulation.touch(child, 0, 1, Access.WRITE);
    long bytes = 8 * Simulation.PAGE;
    sim.process.mremap(RemapRequest.resize(Simulation.at(0), bytes, bytes).to(Simulation.at(64)));
    sim.told();
    assertEquals(Errno.ENOENT.result(), protect(64, 8));
    child.exit();
  }

  @Test
  void shouldNotRegisterADuplicateOfASharedMapping() {
    openAsync(8);
    long bytes = 8 * Simulation.PAGE;
    sim.process.mmap(Simulation.anonymous(16, 8).with(Sharing.SHARED));
    assertEquals(0, userfault.register(Simulation.at(16), bytes, UserfaultMode.WP));
    sim.process.mremap(RemapRequest.resize(Simulation.at(16), 0, bytes).to(Simulation.at(64)));
    assertEquals(0, protect(16, 8));
    assertEquals(Errno.ENOENT.result(), protect(64, 8));
    assertEquals(Errno.ENOENT.result(), userfault.copy(Simulation.at(64), Simulation.PAGE));
  }

  @Test
  void shouldCountRegionsOfWrittenPages() {
    openAsync(16);
    sim.write(0, 16);
    protect(0, 16);
    sim.write(2, 4);
    sim.write(8, 9);
    sim.told();
    long bytes = 16 * Simulation.PAGE;
    assertEquals(2, sim.process.proc().pagemap().scan(Simulation.at(0), bytes));
    assertEquals(List.of(), sim.told());
    assertEquals(2, sim.process.proc().pagemap().scanAndProtect(Simulation.at(0), bytes));
    assertEquals(0, sim.process.proc().pagemap().scan(Simulation.at(0), bytes));
    assertEquals(List.of("PROTECTION_VMA 0-16"), sim.told());
  }

  private long scan(long page, long pages) {
    return sim.process.proc().pagemap().scan(Simulation.at(page), pages * Simulation.PAGE);
  }

  private long scanAndProtect(long page, long pages) {
    return sim.process
        .proc()
        .pagemap()
        .scanAndProtect(Simulation.at(page), pages * Simulation.PAGE);
  }

  /** As Linux 6.18: without a table nothing was written, with one nothing was protected. */
  @Test
  void shouldFindMemoryWithoutATableOnlyWhereItIsRegisteredForProtection() {
    sim.map(2048, 1024);
    assertEquals(0, scan(2048, 1024));
    sim.write(2050, 2051);
    assertEquals(1, scan(2100, 4));
    assertEquals(0, scan(2600, 4));
    open(512, UserfaultMode.WP, UserfaultFeature.PAGEFAULT_FLAG_WP);
    assertEquals(1, scan(0, 4));
  }

  /** As Linux 6.18 answered to WP_ASYNC alone. */
  @Test
  void shouldProtectUnpopulatedMemoryWheneverWritesAreLetThrough() {
    open(512, UserfaultMode.WP, UserfaultFeature.PAGEFAULT_FLAG_WP, UserfaultFeature.WP_ASYNC);
    assertEquals(0, protect(5, 3));
    assertEquals(List.of("PROTECTION_VMA 5-8"), sim.told());
    sim.write(6, 7);
    assertEquals(3, scan(0, 20));
    assertEquals(3, scanAndProtect(0, 20));
    assertEquals(0, scan(0, 20));
  }

  @Test
  void shouldProtectGuardsThatAScanFinds() {
    openAsync(512);
    assertEquals(0, sim.madvise(4, 2, Advice.GUARD_INSTALL));
    assertEquals(1, scanAndProtect(0, 10));
    assertEquals(0, scan(0, 10));
    assertEquals(FaultOutcome.SIGSEGV, write(4));
    assertEquals(0, sim.madvise(4, 2, Advice.GUARD_REMOVE));
    assertEquals(FaultOutcome.OK, write(4));
  }

  @Test
  void shouldNotFillWhereASwappedPageBelongs() {
    open(4, UserfaultMode.MISSING);
    assertEquals(0, userfault.copy(Simulation.at(0), Simulation.PAGE));
    sim.machine.swapOn(4);
    sim.madvise(0, 1, Advice.PAGEOUT);
    assertEquals(1, sim.machine.swapUsed());
    assertEquals(Errno.EEXIST.result(), userfault.copy(Simulation.at(0), Simulation.PAGE));
  }

  /** Linux keeps the markers of a file's mapping and would begin again for ever. */
  @Test
  void shouldInstallGuardsOverMarkersOfAFile() {
    openAsync(1);
    long bytes = 8 * Simulation.PAGE;
    Backing file = sim.machine.createFile("f", FileKind.MEMORY, 8, FileContent.HOLE);
    sim.process.mmap(
        MapRequest.file(file, 0, bytes).with(Sharing.SHARED).at(Simulation.at(8), Placement.FIXED));
    userfault.register(Simulation.at(8), bytes, UserfaultMode.WP);
    assertEquals(0, protect(8, 8));
    assertEquals(0, sim.madvise(8, 8, Advice.GUARD_INSTALL));
    assertEquals(FaultOutcome.SIGSEGV, write(9));
    file.close();
  }

  @Test
  void shouldNotAskBehindTheEndOfAFile() {
    open(4, UserfaultMode.MISSING);
    Backing file = sim.machine.createFile("f", FileKind.MEMORY, 1, FileContent.HOLE);
    long bytes = 2 * Simulation.PAGE;
    sim.process.mmap(
        MapRequest.file(file, 0, bytes).with(Sharing.SHARED).at(Simulation.at(8), Placement.FIXED));
    userfault.register(Simulation.at(8), bytes, UserfaultMode.MISSING);
    assertEquals(FaultOutcome.USERFAULT, write(8));
    assertEquals(FaultOutcome.SIGBUS, write(9));
    file.close();
  }
}
