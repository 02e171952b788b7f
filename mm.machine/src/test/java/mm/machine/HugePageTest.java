package mm.machine;

import static mm.machine.Simulation.PAGE;
import static mm.machine.Simulation.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import mm.spi.Access;
import mm.spi.Page;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How huge pages come, are shared and copied. */
class HugePageTest {
  private final Simulation sim = new Simulation();

  @AfterEach
  void close() {
    sim.close();
    assertEquals(0, sim.machine.framesInUse());
  }

  private void mapAdvised(long page, long pages) {
    sim.map(page, pages);
    sim.madvise(page, pages, Advice.HUGEPAGE);
  }

  @Test
  void shouldFillAnAlignedBlockAtTheFirstWrite() {
    mapAdvised(100, 1500);
    sim.write(100, 101);
    assertEquals(1, sim.machine.framesInUse(), "the first block is not wholly mapped");
    sim.write(700, 701);
    assertEquals(513, sim.machine.framesInUse());
    sim.write(512, 1024);
    assertEquals(513, sim.machine.framesInUse());
    assertEquals(List.of(), sim.told());
  }

  @Test
  void shouldNotFillABlockThatHasATable() {
    mapAdvised(0, 512);
    sim.madvise(7, 1, Advice.GUARD_INSTALL);
    sim.write(0, 1);
    assertEquals(1, sim.machine.framesInUse());
  }

  @Test
  void shouldFillAgainAfterAWholeDiscard() {
    mapAdvised(0, 512);
    sim.write(0, 1);
    sim.madvise(0, 512, Advice.DONTNEED);
    assertEquals(List.of("CLEAR 0-512"), sim.told());
    assertEquals(0, sim.machine.framesInUse());
    sim.write(9, 10);
    assertEquals(512, sim.machine.framesInUse());
  }

  @Test
  void shouldFallBackToSinglePagesWhenFramesAreShort() {
    try (Simulation small = new Simulation(MachineOptions.defaults().withFrames(100))) {
      small.map(0, 512);
      small.madvise(0, 512, Advice.HUGEPAGE);
      small.write(0, 8);
      assertEquals(8, small.machine.framesInUse());
    }
  }

  @Test
  void shouldReplaceTheHugeZeroPageAtTheFirstWrite() {
    mapAdvised(0, 512);
    sim.read(3, 4);
    assertEquals(0, sim.machine.framesInUse());
    sim.write(0, 512);
    assertEquals(List.of("CLEAR 0-512"), sim.told());
    assertEquals(512, sim.machine.framesInUse());
  }

  @Test
  void shouldReplaceZeroPagesSinglyAfterACut() {
    mapAdvised(0, 512);
    sim.read(3, 4);
    sim.mprotect(100, 1, Protection.R);
    sim.forget();
    sim.write(7, 9);
    assertEquals(List.of("CLEAR 7-8", "CLEAR 8-9"), sim.told());
  }

  @Test
  void shouldAnnounceAtForkWhatWasOnlyReadAsHuge() {
    mapAdvised(0, 512);
    sim.read(3, 4);
    UserProcess child = sim.process.fork("c1");
    assertEquals(List.of("PROTECTION_PAGE 0-512"), sim.told());
    child.exit();
  }

  @Test
  void shouldSplitTheMappingThenCopySinglyAfterFork() {
    mapAdvised(0, 512);
    sim.write(0, 1);
    UserProcess child = sim.process.fork("c1");
    sim.forget();
    sim.write(7, 9);
    assertEquals(List.of("CLEAR 0-512", "CLEAR 7-8", "CLEAR 8-9"), sim.told());
    assertEquals(514, sim.machine.framesInUse());
    child.exit();
    sim.write(0, 512);
    assertEquals(List.of(), sim.told(), "nobody shares it any more");
  }

  @Test
  void shouldCopyAPageThatTheChildHasCopiedButSharesTheRest() {
    mapAdvised(0, 512);
    sim.write(0, 1);
    UserProcess child = sim.process.fork("c1");
    Simulation.touch(child, 7, 8, Access.WRITE);
    sim.forget();
    sim.write(7, 8);
    assertEquals(List.of("CLEAR 0-512", "CLEAR 7-8"), sim.told());
    child.exit();
  }

  @Test
  void shouldKnowThePagesThatAForkLeftAlone() {
    mapAdvised(0, 512);
    sim.write(0, 1);
    sim.madvise(256, 256, Advice.DONTFORK);
    UserProcess child = sim.process.fork("c1");
    sim.mprotect(300, 1, Protection.R);
    sim.mprotect(300, 1, Protection.RW);
    sim.forget();
    sim.write(300, 301);
    assertEquals(List.of(), sim.told());
    sim.write(3, 4);
    assertEquals(List.of("CLEAR 3-4"), sim.told());
    child.exit();
  }

  @Test
  void shouldReuseAHugePageWhenTheChildIsGone() {
    mapAdvised(0, 512);
    sim.write(0, 1);
    sim.process.fork("c1").exit();
    sim.forget();
    sim.write(0, 512);
    assertEquals(List.of(), sim.told());
    assertTrue(sim.process.memory().tables().isHuge(at(0)));
  }

  @Test
  void shouldSplitInsideTheForkWhenADeviceHoldsAPage() {
    mapAdvised(0, 512);
    Page pinned = sim.process.pages().pin(at(5), Access.WRITE);
    UserProcess child = sim.process.fork("c1");
    assertEquals(List.of("PROTECTION_PAGE 0-512", ">CLEAR 0-512"), sim.told());
    assertEquals(pinned, sim.process.pages().snapshot(at(5)));
    assertNotEquals(pinned.frame(), child.pages().snapshot(at(5)).frame());
    sim.process.pages().unpin(pinned.frame());
    child.exit();
  }

  @Test
  void shouldUnshareAPageOfAHugePageBeforeItIsPinned() {
    mapAdvised(0, 512);
    sim.write(0, 1);
    UserProcess child = sim.process.fork("c1");
    sim.forget();
    Page pinned = sim.process.pages().pin(at(5), Access.READ);
    assertEquals(List.of("CLEAR 0-512", "CLEAR 5-6"), sim.told());
    sim.write(5, 6);
    assertEquals(pinned.frame(), sim.process.pages().snapshot(at(5)).frame());
    sim.process.pages().unpin(pinned.frame());
    child.exit();
    Page later = sim.process.pages().pin(at(6), Access.READ);
    assertTrue(later.isPresent(), "the rest is not shared any more");
    sim.process.pages().unpin(later.frame());
  }

  @Test
  void shouldNameEveryPageAndKeepTheNamesWhenTheMappingIsSplit() {
    mapAdvised(0, 512);
    Page first = sim.process.pages().fault(at(0), Access.WRITE);
    Page second = sim.process.pages().fault(at(1), Access.WRITE);
    assertNotEquals(first.frame(), second.frame());
    sim.munmap(100, 1);
    assertEquals(first, sim.process.pages().snapshot(at(0)));
    assertEquals(second, sim.process.pages().snapshot(at(1)));
    assertEquals(511, sim.machine.framesInUse());
  }

  @Test
  void shouldMoveAHugePageToAPlaceWithTheSameOffset() {
    mapAdvised(0, 512);
    Page before = sim.process.pages().fault(at(5), Access.WRITE);
    move(0, 512, 2048);
    assertEquals(List.of("UNMAP 0-512", "UNMAP 0-512"), sim.told());
    assertEquals(before, sim.process.pages().snapshot(at(2048 + 5)));
    assertTrue(sim.process.memory().tables().isHuge(at(2048)));
  }

  @Test
  void shouldSplitAHugePageThatMovesToAnotherOffsetOrInPart() {
    mapAdvised(0, 1024);
    sim.write(0, 1);
    sim.write(512, 513);
    move(0, 512, 2050);
    assertEquals(List.of("UNMAP 0-512", ">CLEAR 0-512", "UNMAP 0-512"), sim.told());
    move(600, 100, 4096);
    assertEquals(
        List.of("UNMAP 600-700", ">CLEAR 512-1024", "CLEAR 512-1024", "UNMAP 600-700"), sim.told());
    assertEquals(1024, sim.machine.framesInUse());
  }

  private void move(long page, long pages, long target) {
    RemapRequest request = RemapRequest.resize(at(page), pages * PAGE, pages * PAGE);
    assertEquals(at(target), sim.process.mremap(request.to(at(target))));
  }

  @Test
  void shouldTakeFramesOfAHugePageTogetherAgain() {
    mapAdvised(0, 512);
    for (int round = 0; round < 50; round++) {
      sim.write(0, 1);
      long first = sim.process.pages().snapshot(at(0)).frame();
      assertEquals(round + 1, first >>> 32, "generation");
      sim.madvise(0, 512, Advice.DONTNEED);
    }
  }
}
