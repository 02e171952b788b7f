package mm.machine.calls;

import static mm.machine.Simulation.PAGE;
import static mm.machine.Simulation.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import mm.machine.Advice;
import mm.machine.Errno;
import mm.machine.FaultOutcome;
import mm.machine.Protection;
import mm.machine.RemapFlag;
import mm.machine.RemapRequest;
import mm.machine.Sharing;
import mm.machine.Simulation;
import mm.machine.SpaceListener;
import mm.machine.SpaceOrigin;
import mm.machine.UserProcess;
import mm.spi.Access;
import mm.spi.Page;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ForkTest {
  private final Simulation sim = new Simulation();

  @AfterEach
  void close() {
    sim.close();
    assertEquals(0, sim.machine.framesInUse());
  }

  @Test
  void shouldAnnouncePrivateMappingsThatEverHadPages() {
    sim.map(0, 8);
    sim.map(16, 8);
    sim.map(32, 8);
    sim.map(48, 8);
    sim.write(0, 1);
    sim.madvise(0, 8, Advice.DONTNEED);
    sim.read(16, 24);
    sim.write(32, 40);
    sim.madvise(32, 8, Advice.DONTFORK);
    sim.write(48, 49);
    sim.madvise(48, 8, Advice.WIPEONFORK);
    sim.forget();
    UserProcess child = sim.process.fork("c1");
    assertEquals(List.of("PROTECTION_PAGE 0-8"), sim.told());
    assertEquals(3, child.proc().maps().count());
    child.exit();
  }

  @Test
  void shouldCopyOnWriteWhileTheChildHasThePage() {
    sim.map(0, 4);
    sim.write(0, 4);
    UserProcess child = sim.process.fork("c1");
    sim.forget();
    sim.write(0, 1);
    child.munmap(at(1), PAGE);
    Simulation.touch(child, 2, 3, Access.WRITE);
    sim.write(1, 3);
    assertEquals(List.of("CLEAR 0-1"), sim.told());
    child.exit();
    sim.write(3, 4);
    assertEquals(List.of(), sim.told());
  }

  /** As Linux 6.18: guards are remembered, also by what a neighbour joins and what stays behind. */
  @Test
  void shouldAnnounceWhatWasGuardedOnceEvenWhenAllHasBeenMovedAway() {
    sim.map(0, 8);
    sim.madvise(2, 1, Advice.GUARD_INSTALL);
    sim.madvise(2, 1, Advice.GUARD_REMOVE);
    long bytes = 8 * PAGE;
    sim.process.mremap(
        RemapRequest.resize(at(0), bytes, bytes).to(at(64)).with(RemapFlag.DONTUNMAP));
    sim.map(8, 8);
    sim.forget();
    UserProcess child = sim.process.fork("c1");
    assertEquals(List.of("PROTECTION_PAGE 0-16", "PROTECTION_PAGE 64-72"), sim.told());
    sim.madvise(0, 16, Advice.WIPEONFORK);
    UserProcess second = sim.process.fork("c2");
    assertEquals(List.of("PROTECTION_PAGE 64-72"), sim.told());
    child.exit();
    second.exit();
  }

  @Test
  void shouldKeepTheChildSilent() {
    sim.map(0, 4);
    sim.write(0, 4);
    UserProcess child = sim.process.fork("c1");
    sim.forget();
    child.munmap(at(0), 4 * PAGE);
    child.exit();
    assertEquals(List.of(), sim.told());
  }

  @Test
  void shouldShareSharedMemory() {
    sim.process.mmap(Simulation.anonymous(0, 4).with(Sharing.SHARED));
    sim.write(0, 4);
    UserProcess child = sim.process.fork("c1");
    Simulation.touch(child, 0, 4, Access.WRITE);
    assertEquals(sim.process.pages().snapshot(at(0)), child.pages().snapshot(at(0)));
    assertEquals(List.of(), sim.told());
    sim.munmap(0, 4);
    assertEquals(4, sim.machine.framesInUse());
    child.exit();
  }

  @Test
  void shouldLeavePinnedPagesToTheParent() {
    sim.map(0, 2);
    sim.write(0, 2);
    Page pinned = sim.process.pages().pin(at(0), Access.WRITE);
    UserProcess child = sim.process.fork("c1");
    assertEquals(pinned, sim.process.pages().snapshot(at(0)));
    assertNotEquals(pinned.frame(), child.pages().snapshot(at(0)).frame());
    sim.process.pages().unpin(pinned.frame());
    child.exit();
  }

  @Test
  void shouldUnshareAPageBeforeItIsPinnedForReading() {
    sim.map(0, 1);
    sim.write(0, 1);
    UserProcess child = sim.process.fork("c1");
    sim.forget();
    Page pinned = sim.process.pages().pin(at(0), Access.READ);
    assertEquals(List.of("CLEAR 0-1"), sim.told());
    assertEquals(Access.READ, pinned.rights());
    sim.write(0, 1);
    assertEquals(pinned.frame(), sim.process.pages().snapshot(at(0)).frame());
    sim.process.pages().unpin(pinned.frame());
    child.exit();
  }

  @Test
  void shouldTellListenersOfEverySpace() {
    List<String> seen = new ArrayList<>();
    sim.machine.addListener(
        new SpaceListener() {
          @Override
          public void created(UserProcess process, SpaceOrigin origin) {
            seen.add(origin + " " + process.name());
          }

          @Override
          public void releasing(UserProcess process) {
            seen.add("releasing " + process.space().released());
          }
        });
    UserProcess child = sim.process.fork("c1");
    UserProcess thread = child.shareAddressSpace("t1");
    thread.exec();
    assertNotEquals(child.space(), thread.space());
    thread.exit();
    child.exec();
    child.exit();
    assertEquals(
        List.of(
            "FORK c1",
            "EXEC t1",
            "releasing false",
            "releasing false",
            "EXEC c1",
            "releasing false"),
        seen);
  }

  @Test
  void shouldReleaseBeforePagesGoAndTearDownSilently() {
    sim.map(0, 4);
    sim.write(0, 4);
    sim.process.exec();
    assertEquals(List.of("RELEASE"), sim.told());
    assertEquals(0, sim.machine.framesInUse());
    assertEquals(0, sim.process.proc().maps().count());
    sim.process.exit();
    sim.process.exit();
    assertTrue(sim.process.exited());
  }

  @Test
  void shouldWriteThroughTheMemoryFileInSpiteOfProtection() {
    sim.map(0, 4);
    sim.write(0, 2);
    sim.mprotect(0, 4, Protection.R);
    UserProcess child = sim.process.fork("c1");
    sim.read(2, 3);
    sim.forget();
    assertEquals(4 * PAGE, sim.process.proc().forceWrite(at(0), 4 * PAGE));
    assertEquals(List.of("CLEAR 0-1", "CLEAR 1-2", "CLEAR 2-3"), sim.told());
    assertEquals(FaultOutcome.SIGSEGV, sim.process.touch(at(0), Access.WRITE));
    assertEquals(PAGE / 2, sim.process.proc().forceWrite(at(3) + PAGE / 2, PAGE));
    assertEquals(Errno.EIO.result(), sim.process.proc().forceWrite(at(4), 1));
    child.exit();
  }

  @Test
  void shouldAnnounceSoftDirtyForAllAddresses() {
    assertEquals(0, sim.process.proc().clearRefs(4));
    assertEquals(0, sim.process.proc().clearRefs(1));
    assertEquals(Errno.EINVAL.result(), sim.process.proc().clearRefs(6));
    assertEquals(List.of("SOFT_DIRTY all"), sim.told());
  }
}
