package mm.machine;

import static mm.machine.Simulation.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import mm.spi.Access;
import mm.spi.Page;
import mm.spi.PageSource;
import org.junit.jupiter.api.Test;

class DevicePagesTest {
  private final Simulation sim = new Simulation();
  private final PageSource pages = sim.process.pages();

  @Test
  void shouldFaultAsTheCpuDoes() {
    sim.map(0, 4);
    assertEquals(Page.HOLE, pages.snapshot(at(0)));
    Page zero = pages.fault(at(0) + 17, Access.READ);
    assertEquals(Access.READ, zero.rights());
    assertTrue(zero.frame() > 0);
    Page own = pages.fault(at(0), Access.WRITE);
    assertEquals(Access.WRITE, own.rights());
    assertNotEquals(zero.frame(), own.frame());
    assertEquals(own, pages.snapshot(at(0)));
    assertEquals(List.of("CLEAR 0-1"), sim.told());
  }

  @Test
  void shouldSayWhyThereIsNoPage() {
    sim.map(0, 4);
    sim.mprotect(1, 1, Protection.R);
    sim.mprotect(2, 1, Protection.NONE);
    sim.madvise(3, 1, Advice.GUARD_INSTALL);
    assertEquals(Page.HOLE, pages.fault(at(4), Access.READ));
    assertEquals(Page.HOLE, pages.fault(-1, Access.READ));
    assertEquals(Page.HOLE, pages.snapshot(Long.MIN_VALUE));
    assertEquals(Page.HOLE, pages.snapshot(Long.MAX_VALUE));
    assertEquals(Page.NO_PERMISSION, pages.fault(at(1), Access.WRITE));
    assertEquals(Page.NO_PERMISSION, pages.fault(at(2), Access.READ));
    assertEquals(Page.HOLE, pages.fault(at(3), Access.READ));
  }

  @Test
  void shouldGiveAReusedFrameAnotherName() {
    sim.map(0, 1);
    long before = pages.fault(at(0), Access.WRITE).frame();
    sim.madvise(0, 1, Advice.DONTNEED);
    long after = pages.fault(at(0), Access.WRITE).frame();
    assertNotEquals(before, after);
    assertEquals((int) before, (int) after, "the same frame, the next generation");
  }

  @Test
  void shouldKeepAPinnedFrame() {
    sim.map(0, 1);
    Page pinned = pages.pin(at(0), Access.WRITE);
    sim.munmap(0, 1);
    assertEquals(1, sim.machine.framesInUse());
    pages.unpin(pinned.frame());
    assertEquals(0, sim.machine.framesInUse());
    assertThrows(IllegalArgumentException.class, () -> pages.unpin(pinned.frame()));
  }

  @Test
  void shouldPinTheZeroPageWithoutCounting() {
    sim.map(0, 1);
    Page zero = pages.pin(at(0), Access.READ);
    pages.unpin(zero.frame());
    pages.unpin(zero.frame());
    assertEquals(0, sim.machine.framesInUse());
  }

  @Test
  void shouldHaveNoPagesAfterExit() {
    sim.map(0, 1);
    sim.write(0, 1);
    sim.process.exit();
    assertEquals(Page.HOLE, pages.snapshot(at(0)));
    assertFalse(pages.fault(at(0), Access.READ).isPresent());
  }
}
