package mm.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.spi.AgingNotifier;
import mm.spi.Declaration;
import mm.spi.PairedNotifier;
import org.junit.jupiter.api.Test;

class ReclaimTest {
  private final Simulation sim = new Simulation(MachineOptions.defaults().withFrames(40));
  private final List<String> told = new ArrayList<>();
  private long usedPage = -1;

  /** Stands for a device that goes on using one page. */
  private final class Ager implements PairedNotifier, AgingNotifier {
    private final String name;

    Ager(String name) {
      this.name = name;
    }

    private static long page(long address) {
      return (address - Simulation.A) / Simulation.PAGE;
    }

    @Override
    public boolean clearFlushYoung(AddressSpace space, long start, long end) {
      told.add(name + "young " + page(start));
      return page(start) == usedPage;
    }

    @Override
    public boolean clearYoung(AddressSpace space, long start, long end) {
      return false;
    }

    @Override
    public boolean testYoung(AddressSpace space, long address) {
      return false;
    }

    @Override
    public void start(InvalidationRange range) {
      told.add(name + "clear " + page(range.start()));
    }

    @Override
    public void end(InvalidationRange range) {}

    @Override
    public void release(AddressSpace space) {}
  }

  private void watch(UserProcess process, String name) {
    process.space().subscribe(new Ager(name), Declaration.neverBlocking("ager"));
  }

  private Backing mapFile(long page, int pages) {
    Backing file = sim.machine.createFile("f", FileKind.REGULAR, pages, FileContent.CACHED);
    sim.process.mmap(
        MapRequest.file(file, 0, pages * Simulation.PAGE).at(Simulation.at(page), Placement.FIXED));
    return file;
  }

  private void shouldLeaveNothing() {
    sim.close();
    assertEquals(0, sim.machine.framesInUse());
  }

  @Test
  void shouldAgeEveryPageTwiceAndUnmapItAfterTheSecondTime() {
    MemoryGroup group = sim.machine.createGroup("g");
    group.add(sim.process);
    Backing file = mapFile(0, 3);
    sim.read(0, 3);
    watch(sim.process, "");
    assertEquals(3, group.forceEmpty());
    assertEquals(
        List.of(
            "young 0", "young 1", "young 2", "young 0", "clear 0", "young 1", "clear 1", "young 2",
            "clear 2"),
        told);
    assertEquals(0, sim.machine.framesInUse());
    file.close();
    shouldLeaveNothing();
  }

  @Test
  void shouldUnmapWhatWasNotUsedSinceClearRefsAtTheFirstTime() {
    MemoryGroup group = sim.machine.createGroup("g");
    group.add(sim.process);
    Backing file = mapFile(0, 2);
    sim.read(0, 2);
    watch(sim.process, "");
    assertEquals(0, sim.process.proc().clearRefs(2), "private memory only");
    assertEquals(0, sim.process.proc().clearRefs(3));
    sim.read(1, 2);
    assertEquals(2, group.forceEmpty());
    assertEquals(List.of("young 0", "clear 0", "young 1", "young 1", "clear 1"), told);
    file.close();
    shouldLeaveNothing();
  }

  @Test
  void shouldNotEvenAskForPrivatePagesWithoutSwap() {
    sim.map(0, 4);
    sim.write(0, 4);
    watch(sim.process, "");
    assertEquals(0, sim.machine.reclaim(4));
    assertEquals(List.of(), told);
    shouldLeaveNothing();
  }

  @Test
  void shouldSwapPrivatePagesInOrderOfTheirArrival() {
    sim.machine.createGroup("g");
    sim.machine.swapOn(10);
    sim.map(0, 4);
    sim.write(2, 3);
    sim.write(0, 1);
    watch(sim.process, "");
    assertEquals(2, sim.machine.reclaim(100));
    assertEquals(List.of("young 2", "young 0", "young 2", "clear 2", "young 0", "clear 0"), told);
    shouldLeaveNothing();
  }

  @Test
  void shouldTellEverySpaceThatMapsThePage() {
    sim.machine.swapOn(10);
    sim.map(0, 1);
    sim.write(0, 1);
    UserProcess child = sim.process.fork("child");
    watch(sim.process, "");
    watch(child, "child ");
    assertEquals(1, sim.machine.reclaim(1));
    assertEquals(
        List.of("young 0", "child young 0", "young 0", "child young 0", "clear 0", "child clear 0"),
        told);
    assertEquals(1, sim.machine.swapUsed());
    child.exit();
    shouldLeaveNothing();
  }

  @Test
  void shouldKeepWhatADeviceUses() {
    sim.machine.swapOn(10);
    sim.map(0, 3);
    sim.write(0, 3);
    watch(sim.process, "");
    usedPage = 1;
    assertEquals(2, sim.machine.reclaim(3));
    assertTrue(!told.contains("clear 1") && told.contains("clear 2"));
    shouldLeaveNothing();
  }

  @Test
  void shouldLeaveLockedPagesAndOtherGroupsAlone() {
    sim.machine.swapOn(10);
    sim.map(0, 2);
    sim.write(0, 2);
    sim.process.mlock(Simulation.at(0), Simulation.PAGE);
    MemoryGroup group = sim.machine.createGroup("g");
    UserProcess other = sim.machine.spawn("other");
    group.add(other);
    watch(sim.process, "");
    assertEquals(0, group.forceEmpty());
    group.add(sim.process);
    assertEquals(1, group.forceEmpty());
    assertEquals(List.of("young 1", "young 1", "clear 1"), told);
    other.exit();
    shouldLeaveNothing();
  }

  @Test
  void shouldReclaimDirectlyWhenAFaultFindsNoFrame() {
    sim.machine.swapOn(100);
    sim.map(0, 60);
    sim.write(0, 60);
    assertEquals(32, sim.machine.swapUsed(), "one batch");
    assertEquals(28, sim.machine.framesInUse());
    shouldLeaveNothing();
  }
}
