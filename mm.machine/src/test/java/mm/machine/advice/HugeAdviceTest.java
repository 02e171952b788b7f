package mm.machine.advice;

import static mm.machine.Simulation.PAGE;
import static mm.machine.Simulation.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import mm.machine.Advice;
import mm.machine.MirrorDevice;
import mm.machine.Protection;
import mm.machine.ShadowChecker;
import mm.machine.Simulation;
import mm.machine.UserProcess;
import mm.spi.Access;
import mm.spi.Page;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operations on a part of a huge page, and what they leave. */
class HugeAdviceTest {
  private final Simulation sim = new Simulation();

  @BeforeEach
  void makeTwoHugePages() {
    sim.map(0, 1024);
    sim.madvise(0, 1024, Advice.HUGEPAGE);
    sim.write(0, 1);
    sim.write(512, 513);
  }

  @AfterEach
  void close() {
    sim.close();
    assertEquals(0, sim.machine.framesInUse());
  }

  @Test
  void shouldAnnounceTheBlocksInsideADiscard() {
    sim.madvise(400, 300, Advice.DONTNEED);
    assertEquals(List.of("CLEAR 400-700", ">CLEAR 0-512", ">CLEAR 512-1024"), sim.told());
    assertEquals(1024 - 300, sim.machine.framesInUse());
    sim.write(0, 400);
    assertEquals(List.of(), sim.told(), "only the mapping was split");
  }

  /** As Linux 6.18: pieces behind the last page that is left hear nothing. */
  @Test
  void shouldAnnounceASplitUntilAllPagesThatAreLeftHaveBeenMet() {
    sim.mprotect(100, 50, Protection.R);
    sim.madvise(150, 362, Advice.DONTNEED);
    sim.forget();
    sim.madvise(140, 3, Advice.FREE);
    assertEquals(List.of("CLEAR 140-143", ">CLEAR 0-100", ">CLEAR 100-150"), sim.told());
    sim.mprotect(612, 50, Protection.R);
    sim.madvise(512, 100, Advice.DONTNEED);
    sim.forget();
    sim.madvise(700, 3, Advice.COLD);
    assertEquals(List.of("CLEAR 512-612", "CLEAR 612-662", "CLEAR 662-1024"), sim.told());
  }

  @Test
  void shouldAnnounceTheBlockInsideAGuard() {
    sim.madvise(100, 1, Advice.GUARD_INSTALL);
    assertEquals(List.of("CLEAR 100-101", ">CLEAR 0-512"), sim.told());
  }

  @Test
  void shouldAnnounceTheBlockBeforeUnmapAndProtect() {
    sim.munmap(100, 1);
    assertEquals(List.of("CLEAR 0-512", "UNMAP 100-101"), sim.told());
    sim.mprotect(600, 1, Protection.R);
    assertEquals(List.of("CLEAR 512-1024", "PROTECTION_VMA 600-601"), sim.told());
    sim.write(512, 600);
    assertEquals(List.of(), sim.told());
  }

  @Test
  void shouldAnnounceTheBlockAloneForMlock() {
    sim.process.mlock(at(100), PAGE);
    assertEquals(List.of("CLEAR 0-512"), sim.told());
  }

  @Test
  void shouldAnnounceWholeHugePagesOnce() {
    sim.madvise(0, 1024, Advice.FREE);
    sim.mprotect(0, 1024, Protection.R);
    sim.madvise(0, 1024, Advice.COLD);
    assertEquals(List.of("CLEAR 0-1024", "PROTECTION_VMA 0-1024"), sim.told());
  }

  @Test
  void shouldReplacePagesOfZerosWhenThePageIsSplit() {
    sim.write(0, 8);
    sim.madvise(100, 1, Advice.COLD);
    assertEquals(List.of("CLEAR 0-512"), sim.told());
    assertEquals(512 + 8, sim.machine.framesInUse());
    sim.write(6, 10);
    assertEquals(List.of("CLEAR 8-9", "CLEAR 9-10"), sim.told());
  }

  @Test
  void shouldKeepPagesThatWerePopulatedAsZeros() {
    sim.madvise(0, 512, Advice.POPULATE_WRITE);
    sim.madvise(100, 1, Advice.COLD);
    assertEquals(512 + 1, sim.machine.framesInUse());
  }

  @Test
  void shouldSplitThePageInsideAFree() {
    sim.madvise(100, 10, Advice.FREE);
    assertEquals(List.of("CLEAR 100-110", ">CLEAR 0-512"), sim.told());
  }

  @Test
  void shouldAnnounceEveryPieceWhenASplitMappingIsFreed() {
    sim.mprotect(3, 1, Protection.R);
    sim.forget();
    sim.madvise(100, 10, Advice.FREE);
    assertEquals(List.of("CLEAR 100-110", ">CLEAR 0-3", ">CLEAR 3-4", ">CLEAR 4-512"), sim.told());
  }

  @Test
  void shouldNotSplitAPageThatAChildShares() {
    UserProcess child = sim.process.fork("c1");
    sim.forget();
    sim.madvise(100, 10, Advice.FREE);
    sim.madvise(100, 10, Advice.COLD);
    sim.madvise(0, 1024, Advice.PAGEOUT);
    assertEquals(List.of("CLEAR 100-110"), sim.told());
    child.exit();
    sim.madvise(100, 10, Advice.COLD);
    assertEquals(List.of("CLEAR 0-512"), sim.told());
  }

  @Test
  void shouldNotSplitAPageThatADeviceHolds() {
    Page pinned = sim.process.pages().pin(at(5), Access.WRITE);
    sim.madvise(100, 10, Advice.COLD);
    assertEquals(List.of(), sim.told());
    sim.process.pages().unpin(pinned.frame());
  }

  @Test
  void shouldSplitByAFailingPageout() {
    sim.madvise(0, 512, Advice.PAGEOUT);
    assertEquals(List.of("CLEAR 0-512"), sim.told());
    assertEquals(512 + 1, sim.machine.framesInUse());
    sim.madvise(0, 512, Advice.PAGEOUT);
    assertEquals(List.of(), sim.told());
  }

  @Test
  void shouldReclaimAHugePageThatWasFreedUnlessWritten() {
    sim.madvise(0, 1024, Advice.FREE);
    sim.write(600, 601);
    sim.forget();
    sim.madvise(0, 1024, Advice.PAGEOUT);
    assertEquals(List.of("CLEAR 0-512", "CLEAR 512-1024"), sim.told());
    assertEquals(512, sim.machine.framesInUse());
    sim.write(512, 1024);
    assertEquals(List.of(), sim.told());
    sim.write(0, 1);
    assertEquals(513, sim.machine.framesInUse(), "its table stayed");
  }

  @Test
  void shouldKeepTranslationsValidWhenOnlyTheMappingIsSplit() {
    ShadowChecker checker = new ShadowChecker(sim.machine);
    MirrorDevice device = MirrorDevice.attach(sim.process);
    checker.watch(sim.process, "mirror", device);
    device.access(at(5), Access.WRITE);
    device.forgetToDrop(at(5));
    sim.madvise(100, 1, Advice.DONTNEED);
    sim.mprotect(200, 1, Protection.R);
    checker.checkAll();
    assertEquals(List.of(), checker.findings());
  }

  @Test
  void shouldFindATranslationThatSurvivesTheSplitOfThePage() {
    ShadowChecker checker = new ShadowChecker(sim.machine);
    MirrorDevice device = MirrorDevice.attach(sim.process);
    checker.watch(sim.process, "mirror", device);
    device.access(at(5), Access.READ);
    device.forgetToDrop(at(5));
    sim.madvise(100, 1, Advice.COLD);
    assertEquals(1, checker.stale("mirror"));
    assertTrue(checker.findings().get(0).reason().contains("another frame"));
  }
}
