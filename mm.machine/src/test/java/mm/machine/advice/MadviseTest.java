package mm.machine.advice;

import static mm.machine.Simulation.PAGE;
import static mm.machine.Simulation.at;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import mm.machine.Advice;
import mm.machine.Errno;
import mm.machine.FaultOutcome;
import mm.machine.Protection;
import mm.machine.RemapRequest;
import mm.machine.Sharing;
import mm.machine.Simulation;
import mm.machine.UserProcess;
import mm.spi.Access;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MadviseTest {
  private final Simulation sim = new Simulation();

  @AfterEach
  void close() {
    sim.close();
  }

  @Test
  void shouldDiscardMappingByMappingAndStepOverHoles() {
    sim.map(0, 16);
    sim.map(32, 16);
    sim.write(0, 16);
    assertEquals(Errno.ENOMEM.result(), sim.madvise(8, 32, Advice.DONTNEED));
    assertEquals(List.of("CLEAR 8-16", "CLEAR 32-40"), sim.told());
    assertEquals(8, sim.machine.framesInUse());
  }

  @Test
  void shouldStopDiscardingAtALockedMapping() {
    sim.map(0, 48);
    sim.process.mlock(at(16), 16 * PAGE);
    sim.forget();
    assertEquals(Errno.EINVAL.result(), sim.madvise(0, 48, Advice.DONTNEED));
    assertEquals(List.of("CLEAR 0-16"), sim.told());
    assertEquals(0, sim.madvise(0, 48, Advice.DONTNEED_LOCKED));
    assertEquals(0, sim.machine.framesInUse());
  }

  @Test
  void shouldFreeLeafTablesOfWhollyDiscardedBlocks() {
    sim.map(0, 512);
    sim.write(0, 512);
    sim.madvise(0, 512, Advice.DONTNEED);
    long far = 512 * 512 * 8;
    sim.process.mremap(RemapRequest.resize(at(0), 512 * PAGE, 512 * PAGE).to(at(far)));
    sim.forget();
    sim.mprotect(far, 512, Protection.R);
    assertEquals(List.of(), sim.told(), "no leaf moved, so the target has no tables");
  }

  @Test
  void shouldFreeLazily() {
    sim.map(0, 8);
    sim.write(0, 8);
    assertEquals(0, sim.madvise(0, 4, Advice.FREE));
    sim.write(0, 1);
    sim.forget();
    assertEquals(0, sim.madvise(0, 8, Advice.PAGEOUT));
    assertEquals(List.of("CLEAR 0-1", "CLEAR 1-2", "CLEAR 2-3", "CLEAR 3-4"), sim.told());
    assertEquals(5, sim.machine.framesInUse(), "page 0 was written again and stays");
    sim.madvise(0, 8, Advice.PAGEOUT);
    assertEquals(List.of(), sim.told());
  }

  @Test
  void shouldPageOutMemoryOfFilesButKeepItCached() {
    sim.process.mmap(Simulation.anonymous(0, 8).with(Sharing.SHARED));
    sim.write(0, 8);
    sim.madvise(2, 2, Advice.PAGEOUT);
    assertEquals(List.of("CLEAR 2-3", "CLEAR 3-4"), sim.told());
    assertEquals(8, sim.machine.framesInUse());
  }

  @Test
  void shouldInstallGuardsWithOneCallAndOnlyWherePagesAre() {
    sim.map(0, 64);
    sim.madvise(16, 8, Advice.GUARD_INSTALL);
    assertEquals(List.of(), sim.told());
    assertEquals(FaultOutcome.SIGSEGV, sim.process.touch(at(16), Access.READ));
    sim.write(30, 31);
    sim.madvise(24, 8, Advice.GUARD_INSTALL);
    assertEquals(List.of("CLEAR 24-32"), sim.told());
    sim.madvise(0, 64, Advice.DONTNEED);
    assertEquals(FaultOutcome.SIGSEGV, sim.process.touch(at(16), Access.READ));
    sim.forget();
    sim.madvise(0, 64, Advice.GUARD_REMOVE);
    sim.read(0, 64);
    assertEquals(List.of(), sim.told());
  }

  @Test
  void shouldCutForFlagsAndJoinAgain() {
    sim.map(0, 1024);
    sim.write(0, 1);
    sim.madvise(100, 600, Advice.DONTFORK);
    assertEquals(List.of("CLEAR 0-512", "CLEAR 512-1024"), sim.told());
    assertEquals(3, sim.process.proc().maps().count());
    sim.madvise(100, 600, Advice.DONTFORK);
    sim.madvise(0, 1024, Advice.DOFORK);
    assertEquals(List.of(), sim.told());
    assertEquals(1, sim.process.proc().maps().count());
  }

  @Test
  void shouldPopulate() {
    sim.map(0, 8);
    sim.mprotect(4, 4, Protection.R);
    assertEquals(0, sim.madvise(0, 8, Advice.POPULATE_READ));
    assertEquals(List.of(), sim.told());
    assertEquals(Errno.EINVAL.result(), sim.madvise(0, 8, Advice.POPULATE_WRITE));
    assertEquals(4, sim.machine.framesInUse());
    assertEquals(List.of("CLEAR 0-1", "CLEAR 1-2", "CLEAR 2-3", "CLEAR 3-4"), sim.told());
    assertEquals(Errno.ENOMEM.result(), sim.madvise(0, 9, Advice.POPULATE_READ));
  }

  @Test
  void shouldRefuseBadArguments() {
    sim.map(0, 8);
    assertEquals(Errno.EINVAL.result(), sim.process.madvise(at(0) + 1, PAGE, Advice.NORMAL));
    assertEquals(Errno.EINVAL.result(), sim.process.madvise(at(0), -PAGE, Advice.NORMAL));
    assertEquals(0, sim.process.madvise(at(100), 0, Advice.DONTNEED));
    assertEquals(Errno.ENOMEM.result(), sim.madvise(100, 1, Advice.DONTNEED));
    assertEquals(Errno.EINVAL.result(), sim.madvise(0, 8, Advice.REMOVE));
  }

  @Test
  void shouldAdviseSeveralRangesInOneCall() {
    sim.map(0, 64);
    long advised =
        sim.process.processMadvise(
            sim.process, Advice.DONTNEED, at(0), 2 * PAGE, at(10), 4 * PAGE, at(99), PAGE);
    assertEquals(6 * PAGE, advised);
    assertEquals(List.of("CLEAR 0-2", "CLEAR 10-14"), sim.told());
  }

  /** As Linux 6.18, which takes no more than MAX_RW_COUNT bytes in one call. */
  @Test
  void shouldLeaveOutWhatGoesBeyondTwoGiBInOneCall() {
    long pages = 3 << 18;
    long most = (2L << 30) - PAGE;
    sim.map(0, pages);
    long advised = sim.process.processMadvise(sim.process, Advice.DONTNEED, at(0), pages * PAGE);
    assertEquals(most, advised);
    assertEquals(List.of("CLEAR 0-524287"), sim.told());
    advised =
        sim.process.processMadvise(
            sim.process, Advice.DONTNEED, at(0), most - PAGE, at(9), 4 * PAGE, at(20), PAGE);
    assertEquals(most, advised);
    assertEquals(List.of("CLEAR 0-524286", "CLEAR 9-10"), sim.told());
  }

  @Test
  void shouldNotDiscardWhatBelongsToAnotherProcess() {
    sim.map(0, 64);
    UserProcess child = sim.process.fork("child");
    long refused = child.processMadvise(sim.process, Advice.DONTNEED, at(0), 2 * PAGE);
    assertEquals(Errno.EINVAL.result(), refused);
    assertEquals(2 * PAGE, child.processMadvise(sim.process, Advice.COLD, at(0), 2 * PAGE));
    assertEquals(List.of(), sim.told());
  }
}
