package mm.machine.reclaim;

import static mm.machine.Simulation.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import mm.machine.Advice;
import mm.machine.Errno;
import mm.machine.FaultOutcome;
import mm.machine.MemoryGroup;
import mm.machine.OomReaper;
import mm.machine.ReaperPolicy;
import mm.machine.Simulation;
import mm.machine.UserProcess;
import mm.spi.Access;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A memory group with a limit: reclaim in the group, then its own OOM killer. */
class GroupLimitTest {
  private final Simulation sim = new Simulation();
  private final MemoryGroup group = sim.machine.createGroup("g");

  @BeforeEach
  void join() {
    group.add(sim.process);
    sim.map(0, 1024);
  }

  @AfterEach
  void close() {
    sim.close();
    assertEquals(0, group.charged());
    assertEquals(0, sim.machine.framesInUse());
  }

  @Test
  void shouldCountPagesOnceUntilTheyAreFreed() {
    sim.write(0, 3);
    assertEquals(0, group.setLimit(10));
    assertEquals(3, group.charged(), "those from before too");
    sim.write(2, 6);
    sim.read(6, 9);
    assertEquals(6, group.charged(), "the zero page is nobody's");
    sim.madvise(0, 2, Advice.DONTNEED);
    assertEquals(4, group.charged());
  }

  @Test
  void shouldReclaimInTheGroupBeforeAPageIsMade() {
    sim.machine.swapOn(100);
    assertEquals(0, group.setLimit(4));
    sim.write(0, 4);
    assertEquals(List.of(), sim.told());
    sim.write(4, 5);
    assertEquals(List.of("CLEAR 0-1", "CLEAR 1-2", "CLEAR 2-3", "CLEAR 3-4"), sim.told());
    assertEquals(1, group.charged());
  }

  @Test
  void shouldLeaveOtherGroupsAlone() {
    sim.machine.swapOn(100);
    UserProcess other = sim.machine.spawn("other");
    other.mmap(Simulation.anonymous(0, 8));
    Simulation.touch(other, 0, 8, Access.WRITE);
    group.setLimit(4);
    sim.write(0, 8);
    assertEquals(4, sim.machine.swapUsed());
    other.exit();
  }

  @Test
  void shouldEndAFaultThatNothingHelps() {
    group.setLimit(4);
    sim.write(0, 4);
    assertEquals(FaultOutcome.OUT_OF_MEMORY, sim.process.touch(at(4), Access.WRITE));
    assertEquals(FaultOutcome.OK, sim.process.touch(at(4), Access.READ));
    assertEquals(FaultOutcome.OK, sim.process.touch(at(3), Access.WRITE));
    assertEquals(List.of(), sim.told());
  }

  @Test
  void shouldKillAndReapOnlyItsOwn() {
    UserProcess greater = sim.machine.spawn("greater");
    greater.mmap(Simulation.anonymous(0, 64));
    Simulation.touch(greater, 0, 64, Access.WRITE);
    group.setLimit(4);
    sim.write(0, 4);
    OomReaper reaper = new OomReaper(sim.machine, ReaperPolicy.ATTEMPT);
    assertEquals(sim.process, reaper.kill(group).victim().orElseThrow());
    reaper.run();
    assertEquals(0, group.charged());
    assertEquals(List.of("UNMAP 0-1024"), sim.told());
    greater.exit();
  }

  @Test
  void shouldLowerALimitOnlyAsFarAsPagesCanLeave() {
    sim.write(0, 8);
    assertEquals(Errno.EBUSY.result(), group.setLimit(4));
    sim.write(8, 20);
    sim.machine.swapOn(100);
    assertEquals(0, group.setLimit(4));
    assertEquals(4, group.charged());
    assertThrows(IllegalArgumentException.class, () -> group.setLimit(0));
  }

  @Test
  void shouldFallBackToSinglePagesWhereAHugeOneDoesNotFit() {
    sim.madvise(0, 1024, Advice.HUGEPAGE);
    group.setLimit(600);
    sim.write(0, 1);
    assertEquals(512, group.charged());
    sim.write(512, 514);
    assertEquals(514, group.charged());
  }
}
