package mm.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import mm.api.Dispatcher;
import mm.api.NotifierCore;
import org.junit.jupiter.api.Test;

/** The engine against the reference dispatcher, on random programs. */
class OracleTest {
  private static final int PROGRAMS = 300;
  private static final int STEPS = 80;

  private static List<String> run(Dispatcher core, long seed, Programs.Closing closing) {
    try (core;
        Programs program = new Programs(core, seed, closing)) {
      return program.run(STEPS);
    }
  }

  @Test
  void shouldTellAndAnswerTheSameAsTheEngine() {
    int declined = 0;
    int freed = 0;
    for (long seed = 0; seed < PROGRAMS; seed++) {
      List<String> engine = run(NotifierCore.create(), seed, Programs.Closing.SOMETIMES);
      ReferenceCore reference = new ReferenceCore(Generation.PAIRED);
      assertEquals(engine, run(reference, seed, Programs.Closing.SOMETIMES), "seed " + seed);
      declined += engine.contains("declined") ? 1 : 0;
      freed += engine.stream().anyMatch(line -> line.startsWith("free ")) ? 1 : 0;
    }
    assertTrue(freed > 10, "too few programs that free a shared notifier: " + freed);
    assertTrue(declined > PROGRAMS / 2, "too few programs with a decline: " + declined);
  }

  /** The comparison sees missing ends and a leaked epoch. */
  @Test
  void shouldDifferFromTheEngineWhereEndsAreNotPaired() {
    int differing = 0;
    for (long seed = 0; seed < 20; seed++) {
      List<String> engine = run(NotifierCore.create(), seed, Programs.Closing.NEVER);
      ReferenceCore unpaired = new ReferenceCore(Generation.INTERVAL);
      differing += engine.equals(run(unpaired, seed, Programs.Closing.NEVER)) ? 0 : 1;
    }
    assertTrue(differing > 10, "too few programs differ: " + differing);
  }
}
