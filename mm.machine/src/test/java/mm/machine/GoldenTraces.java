package mm.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;

/**
 * What the tests of the golden traces A1 to A22 share: what a recording subscriber sees of Linux
 * 5.12, from reading its sources (mm/mmu_notifier.c, mm/memory.c, mm/rmap.c, mm/ksm.c,
 * mm/mprotect.c, mm/oom_kill.c).
 */
abstract class GoldenTraces {
  final Simulation sim = new Simulation(MachineOptions.defaults().with(KernelVersion.V5_12));
  private Trace trace;

  @AfterEach
  void shouldLeaveNothing() {
    if (!sim.process.exited()) {
      sim.process.exit();
    }
    if (trace != null) {
      trace.close();
    }
    sim.close();
    assertEquals(0, sim.machine.framesInUse());
    assertEquals(List.of(), sim.core.violations());
  }

  final Trace trace() {
    return trace;
  }

  final void watch(int pages) {
    trace = new Trace(sim.process, pages);
  }

  final void written(long pages) {
    sim.map(0, pages);
    sim.write(0, pages);
    watch((int) pages);
  }
}
