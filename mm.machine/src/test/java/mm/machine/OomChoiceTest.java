package mm.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import mm.machine.oom.Badness;
import mm.spi.Access;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OomChoiceTest {
  /** The leaf table, the table of its GiB, and that of its 512 GiB. */
  private static final long TABLES = 3;

  private final Simulation sim = new Simulation();

  @AfterEach
  void close() {
    sim.close();
  }

  private long badness() {
    return Badness.points(sim.process.memory(), sim.process.proc().oomScoreAdjustment(), 10_000);
  }

  @Test
  void shouldCountPagesAndAllTablesButTheTop() {
    assertEquals(0, badness());
    sim.map(0, 600);
    assertEquals(0, badness());
    sim.write(0, 5);
    assertEquals(5 + TABLES, badness());
    sim.write(512, 513);
    assertEquals(6 + TABLES + 1, badness());
  }

  @Test
  void shouldNotCountTheZeroPage() {
    sim.map(0, 8);
    sim.read(0, 8);
    assertEquals(TABLES, badness());
  }

  @Test
  void shouldCountPagesInTheSwapAreaAndOnDevices() {
    sim.map(0, 8);
    sim.write(0, 8);
    sim.machine.swapOn(2);
    sim.madvise(0, 2, Advice.PAGEOUT);
    RecordingMemory device = new RecordingMemory(8);
    sim.process.pages().migrateToDevice(Simulation.at(4), Simulation.at(6), device);
    assertEquals(2, sim.machine.swapUsed());
    assertEquals(8 + TABLES, badness());
  }

  @Test
  void shouldNotCountThePool() {
    sim.machine.setHugetlbPool(1);
    sim.process.mmap(Simulation.anonymous(0, 512).with(MapOption.HUGETLB));
    assertEquals(FaultOutcome.OK, sim.process.touch(Simulation.at(0), Access.WRITE));
    assertEquals(TABLES - 1, badness());
  }

  @Test
  void shouldAdjustByThousandthsOfMemoryAndSwapArea() {
    sim.process.proc().adjustOomScore(-3);
    assertEquals(-30, badness());
    sim.machine.swapOn(2000);
    assertEquals(MachineOptions.defaults().frames() + 2000, sim.machine.state().totalPages());
  }
}
