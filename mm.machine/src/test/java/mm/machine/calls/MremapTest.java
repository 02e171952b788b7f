package mm.machine.calls;

import static mm.machine.Simulation.PAGE;
import static mm.machine.Simulation.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import mm.machine.Errno;
import mm.machine.Protection;
import mm.machine.RemapFlag;
import mm.machine.RemapRequest;
import mm.machine.Sharing;
import mm.machine.Simulation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MremapTest {
  private static final long FAR = 512 * 512 * 64;

  private final Simulation sim = new Simulation();

  @AfterEach
  void close() {
    sim.close();
  }

  private long move(long page, long oldPages, long newPages, long to) {
    return sim.process.mremap(
        RemapRequest.resize(at(page), oldPages * PAGE, newPages * PAGE).to(at(to)));
  }

  @Test
  void shouldAnnounceAMoveTwiceAtTheOldPlace() {
    sim.map(0, 64);
    sim.write(0, 64);
    assertEquals(at(FAR), move(16, 16, 16, FAR));
    assertEquals(List.of("UNMAP 16-32", "UNMAP 16-32"), sim.told());
    assertEquals(64, sim.machine.framesInUse());
    sim.write(FAR, FAR + 16);
    assertEquals(List.of(), sim.told());
  }

  @Test
  void shouldUnmapTargetThenTailThenMove() {
    sim.map(0, 64);
    sim.map(FAR, 32);
    sim.write(0, 1);
    move(0, 64, 32, FAR);
    assertEquals(
        List.of("UNMAP " + FAR + "-" + (FAR + 32), "UNMAP 32-64", "UNMAP 0-32", "UNMAP 0-32"),
        sim.told());
  }

  @Test
  void shouldCutTheSourceAfterTheMove() {
    sim.map(0, 2048);
    sim.write(0, 1);
    move(600, 1000, 1000, FAR);
    assertEquals(
        List.of("UNMAP 600-1600", "CLEAR 512-1024", "CLEAR 1536-2048", "UNMAP 600-1600"),
        sim.told());
  }

  @Test
  void shouldStartAtTheBlockBorderWhereItCan() {
    sim.map(100, 1000);
    move(100, 1000, 1000, FAR + 100);
    assertEquals(List.of("UNMAP 0-1100", "UNMAP 100-1100"), sim.told());
  }

  @Test
  void shouldMoveEachMappingOfARange() {
    sim.map(0, 48);
    sim.write(0, 48);
    sim.mprotect(16, 16, Protection.R);
    sim.forget();
    assertEquals(at(FAR), move(0, 48, 48, FAR));
    assertEquals(
        List.of(
            "UNMAP 0-16", "UNMAP 0-16", "UNMAP 16-32", "UNMAP 16-32", "UNMAP 32-48", "UNMAP 32-48"),
        sim.told());
    assertEquals(3, sim.layout().size());
  }

  @Test
  void shouldKeepHolesBetweenMovedMappings() {
    sim.map(0, 4);
    sim.map(8, 4);
    move(0, 20, 20, FAR);
    assertEquals(
        List.of(FAR + "-" + (FAR + 4) + " RW", (FAR + 8) + "-" + (FAR + 12) + " RW"), sim.layout());
    assertEquals(Errno.EFAULT.result(), move(FAR / 2, 4, 4, 0));
  }

  @Test
  void shouldLeaveTheOldPlaceMappedOnRequest() {
    sim.map(0, 64);
    sim.write(0, 64);
    long moved =
        sim.process.mremap(
            RemapRequest.resize(at(0), 64 * PAGE, 64 * PAGE).to(at(FAR)).with(RemapFlag.DONTUNMAP));
    assertEquals(at(FAR), moved);
    assertEquals(List.of("UNMAP 0-64"), sim.told());
    assertEquals(2, sim.process.proc().maps().count());
    sim.read(0, 64);
    assertEquals(64, sim.machine.framesInUse());
  }

  @Test
  void shouldGrowInPlaceOrMove() {
    sim.map(0, 64);
    assertEquals(at(0), sim.process.mremap(RemapRequest.resize(at(0), 64 * PAGE, 96 * PAGE)));
    sim.map(96, 1);
    sim.mprotect(96, 1, Protection.NONE);
    RemapRequest grow = RemapRequest.resize(at(0), 96 * PAGE, 128 * PAGE);
    assertEquals(Errno.ENOMEM.result(), sim.process.mremap(grow));
    assertEquals(List.of(), sim.told());
    assertTrue(sim.process.mremap(grow.with(RemapFlag.MAYMOVE)) > 0);
    assertEquals(List.of("UNMAP 0-96", "UNMAP 0-96"), sim.told());
  }

  @Test
  void shouldDuplicateASharedMapping() {
    sim.process.mmap(Simulation.anonymous(0, 8).with(Sharing.SHARED));
    sim.write(0, 8);
    assertEquals(at(FAR), move(0, 0, 8, FAR));
    sim.write(FAR, FAR + 8);
    assertEquals(8, sim.machine.framesInUse());
    assertEquals(List.of(), sim.told());
    sim.map(100, 8);
    assertEquals(Errno.EINVAL.result(), move(100, 0, 8, 2 * FAR));
  }

  @Test
  void shouldMoveWholeTables() {
    sim.map(0, 1024);
    sim.write(0, 1024);
    move(0, 1024, 1024, FAR);
    sim.forget();
    sim.write(FAR, FAR + 1024);
    assertEquals(List.of(), sim.told());
    move(FAR, 1024, 1024, 7);
    sim.forget();
    sim.write(7, 1031);
    assertEquals(List.of(), sim.told());
    assertEquals(1024, sim.machine.framesInUse());
  }

  @Test
  void shouldRefuseBadRequests() {
    sim.map(0, 64);
    assertEquals(Errno.EINVAL.result(), move(0, 64, 64, 32));
    assertEquals(Errno.EINVAL.result(), move(0, 64, 0, FAR));
    RemapRequest endless = RemapRequest.resize(at(0), Long.MAX_VALUE - 2 * PAGE, PAGE);
    assertEquals(Errno.EINVAL.result(), sim.process.mremap(endless));
    RemapRequest tooLong = RemapRequest.resize(at(0), 128 * PAGE, 192 * PAGE);
    assertEquals(Errno.EFAULT.result(), sim.process.mremap(tooLong.with(RemapFlag.MAYMOVE)));
    assertEquals(List.of(), sim.told());
  }

  @Test
  void shouldFailWhenTheTargetHeldASourceOfLengthZero() {
    sim.process.mmap(Simulation.anonymous(0, 8).with(Sharing.SHARED));
    assertEquals(Errno.EFAULT.result(), move(7, 0, 1, 7));
    assertEquals(List.of("UNMAP 7-8"), sim.told());
    assertEquals(List.of("0-7 RW shared"), sim.layout());
  }
}
