package mm.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.spi.Answer;
import mm.spi.Declaration;
import mm.spi.DecliningNotifier;
import org.junit.jupiter.api.Test;

/** The golden traces A16 to A18: the reaper. */
class GoldenOomTest extends GoldenTraces {
  private OomReaper oom() {
    for (long page : new long[] {0, 8, 16}) {
      sim.map(page, 4);
      sim.write(page, page + 4);
    }
    sim.process.mlock(Simulation.at(16), 4 * Simulation.PAGE);
    watch(20);
    OomReaper reaper = new OomReaper(sim.machine, ReaperPolicy.ATTEMPT);
    assertEquals(sim.process, reaper.kill().victim().orElseThrow());
    return reaper;
  }

  @Test
  void shouldMatchA16ReapOfTwoMappingsAndALockedOne() {
    assertEquals(Reap.Outcome.REAPED, oom().run().get(0).outcome());
    assertEquals(
        "V(UNMAP 0-4 N) S(UNMAP 0-4 N) P I(0-4) E(N) T I(0-4) F"
            + " V(UNMAP 8-12 N) S(UNMAP 8-12 N) P I(8-12) E(N) T I(8-12) F",
        trace().seen());
  }

  @Test
  void shouldMatchA17ReapThatAnIntervalRefuses() {
    OomReaper reaper = oom();
    trace().refusal = range -> range.start() == Simulation.at(0);
    Reap reap = reaper.run().get(0);
    String first = "V(UNMAP 0-4 N)->no V(UNMAP 8-12 N) S(UNMAP 8-12 N) P I(8-12) E(N) T I(8-12) F";
    String again = " V(UNMAP 0-4 N)->no V(UNMAP 8-12 N) S(UNMAP 8-12 N) I(8-12) E(N)";
    assertEquals(first + again.repeat(9), trace().seen());
    assertEquals(List.of(10, 1000L), List.of(reap.attempts(), reap.finishedMillis()));
  }

  @Test
  void shouldMatchA18ReapThatAListSubscriberRefuses() {
    OomReaper reaper = oom();
    sim.process.space().subscribe(new Refusing(), Declaration.declining("x"));
    reaper.run();
    String refused = "V(UNMAP %1$s N) X(%1$s)->no S(UNMAP %1$s N) E(N)";
    String attempt = String.format(refused, "0-4") + " " + String.format(refused, "8-12");
    assertEquals((attempt + " ").repeat(10).strip(), trace().seen());
  }

  private final class Refusing implements DecliningNotifier {
    @Override
    public Answer tryStart(InvalidationRange range) {
      long page = (range.start() - Simulation.A) / Simulation.PAGE;
      trace().add("X(" + page + "-" + (page + 4) + ")->no");
      return Answer.WOULD_BLOCK;
    }

    @Override
    public void release(AddressSpace space) {}
  }
}
