package mm.machine;

import static mm.machine.Simulation.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import mm.machine.frames.Frames;
import mm.machine.tables.PageTables;
import mm.machine.tables.Pte;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FrameAuditTest {
  private final Simulation sim = new Simulation();

  @BeforeEach
  void map() {
    sim.map(0, 8);
    sim.write(0, 8);
  }

  @AfterEach
  void close() {
    sim.close();
  }

  private int frame(long page) {
    return Pte.frame(sim.process.memory().tables().get(at(page)));
  }

  @Test
  void shouldFindNothingInAHealthyMachine() {
    sim.machine.swapOn(4);
    sim.madvise(0, 4, Advice.PAGEOUT);
    UserProcess child = sim.process.fork("c1");
    sim.write(4, 6);
    assertEquals(List.of(), sim.machine.audit());
    child.exit();
    assertEquals(List.of(), sim.machine.audit());
  }

  @Test
  void shouldFindACountWithoutAnEntry() {
    Frames frames = sim.machine.state().frames();
    frames.lock();
    frames.mapLocked(frame(3));
    frames.unlock();
    assertEquals(
        List.of("frame " + frame(3) + ": 2 entries are counted for it, 1 lead to it"),
        sim.machine.audit());
  }

  @Test
  void shouldFindAnEntryThatLeadsToAFreeFrame() {
    Frames frames = sim.machine.state().frames();
    frames.lock();
    frames.mapToReferenceLocked(frame(3));
    frames.releaseLocked(frame(3));
    frames.unlock();
    assertEquals(1, sim.machine.audit().size());
    assertTrue(sim.machine.audit().get(0).endsWith("is free but 1 entries lead to it"));
    frames.lock();
    frames.allocateLocked(Frames.ANONYMOUS); // it again: the process may exit
    frames.referenceToMapLocked(frame(3));
    frames.unlock();
  }

  private void put(long page, long bits) {
    long[] leaf = sim.process.memory().tables().leafLocked(at(page));
    leaf[PageTables.entryIndex(at(page))] |= bits;
  }

  private String onlyFinding() {
    List<String> findings = sim.machine.audit();
    assertEquals(1, findings.size(), findings.toString());
    return findings.get(0);
  }

  @Test
  void shouldNoticeAWriterOfAPageThatOthersShare() {
    UserProcess child = sim.process.fork("c1");
    put(3, Pte.WRITE);
    assertTrue(onlyFinding().contains("one may write"), onlyFinding());
    child.exit();
  }

  @Test
  void shouldNoticeAHugePageThatIsMappedInPart() {
    put(3, Pte.HUGE);
    assertTrue(onlyFinding().contains("mapped in part: 1"), onlyFinding());
  }
}
