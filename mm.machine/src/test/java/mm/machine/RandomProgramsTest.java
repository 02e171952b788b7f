package mm.machine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RandomProgramsTest {
  private static final int PROGRAMS = 120;
  private static final int STEPS = 800;

  @Test
  void shouldLeaveNothingStaleLeakedOrUnbalanced() {
    long hugeSeen = 0;
    long leftSystem = 0;
    long first = Long.getLong("mm.machine.seed", 1);
    for (long seed = first; seed < first + PROGRAMS; seed++) {
      try (RandomProgram program = new RandomProgram(seed)) {
        program.run(STEPS);
        hugeSeen += program.hugeSeen();
        leftSystem += program.leftSystem();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
    assertTrue(leftSystem > PROGRAMS, "pages go to swap and devices: " + leftSystem);
    assertTrue(hugeSeen > PROGRAMS, "the programs have huge pages: " + hugeSeen);
  }
}
