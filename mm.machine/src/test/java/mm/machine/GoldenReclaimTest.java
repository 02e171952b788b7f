package mm.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The golden traces A11 to A14: pages that leave. */
class GoldenReclaimTest extends GoldenTraces {
  private void coldPage() {
    sim.machine.createGroup("g");
    sim.machine.swapOn(4);
    sim.map(0, 1);
    sim.write(0, 1);
    sim.madvise(0, 1, Advice.COLD);
    watch(1);
  }

  @Test
  void shouldMatchA11ReclaimOfAPrivatePage() {
    coldPage();
    assertEquals(1, sim.machine.reclaim(1));
    assertEquals("Y V(CLEAR 0-1 B) S(CLEAR 0-1 B) P T I(0-1) I(0-1) E", trace().seenWithoutFrees());
    assertEquals(1, sim.machine.swapUsed());
  }

  @Test
  void shouldMatchA12ReclaimOfAPageThatADeviceUses() {
    coldPage();
    trace().young = true;
    assertEquals(0, sim.machine.reclaim(1));
    assertTrue(trace().seen().matches("Y( Y)*"), "asked again, never unmapped");
  }

  /** Seen by a process that shares the page, and does not take part in the move. */
  @Test
  void shouldMatchA13MigrationOfOnePage() {
    sim.map(0, 1);
    sim.write(0, 1);
    UserProcess child = sim.process.fork("child");
    watch(1);
    RecordingMemory device = new RecordingMemory(1);
    child.pages().migrateToDevice(Simulation.at(0), Simulation.at(1), device);
    String restored = " P";
    assertEquals(
        "V(CLEAR 0-1 B) S(CLEAR 0-1 B) P T I(0-1) E" + restored, trace().seenWithoutFrees());
    child.exit();
  }

  @Test
  void shouldMatchA14MigrationToADevice() {
    sim.map(0, 2);
    sim.write(0, 1);
    watch(2);
    RecordingMemory device = new RecordingMemory(2);
    sim.process.pages().migrateToDevice(Simulation.at(0), Simulation.at(2), device);
    String what = "(MIGRATE 0-2 B " + device.owner + ")";
    String holes = "(MIGRATE 1-2 B " + device.owner + ")";
    assertEquals(
        "V" + what + " S" + what + " P T I(0-2) E V" + holes + " S" + holes + " P E P",
        trace().seenWithoutFrees());
  }
}
