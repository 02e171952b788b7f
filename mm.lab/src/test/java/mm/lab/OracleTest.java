package mm.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import mm.api.NotifierCore;
import org.junit.jupiter.api.Test;

/** The engine against the reference dispatcher, on random programs. */
class OracleTest {
  private static final int PROGRAMS = 300;
  private static final int STEPS = 80;

  private static List<String> run(NotifierCore core, long seed) {
    try (core;
        Programs program = new Programs(core, seed)) {
      return program.run(STEPS);
    }
  }

  @Test
  void shouldTellAndAnswerTheSameAsTheEngine() {
    int declined = 0;
    for (long seed = 0; seed < PROGRAMS; seed++) {
      List<String> engine = run(NotifierCore.create(), seed);
      assertEquals(engine, run(new ReferenceCore(Generation.PAIRED), seed), "seed " + seed);
      declined += engine.contains("declined") ? 1 : 0;
    }
    assertTrue(declined > PROGRAMS / 2, "too few programs with a decline: " + declined);
  }

  /** The comparison would see a missing end. */
  @Test
  void shouldDifferFromTheEngineUnderTheRuleOf2018() {
    boolean differs = false;
    for (long seed = 0; seed < 20 && !differs; seed++) {
      differs = !run(NotifierCore.create(), seed).equals(runUnpaired(seed));
    }
    assertNotEquals(false, differs);
  }

  private static List<String> runUnpaired(long seed) {
    ReferenceCore core = new ReferenceCore(Generation.OPPORTUNISTIC);
    try (Programs program = new Programs(core, seed)) {
      return program.run(20); // not closed: the leaked epoch would never end
    } catch (RuntimeException stuck) {
      return List.of();
    }
  }
}
