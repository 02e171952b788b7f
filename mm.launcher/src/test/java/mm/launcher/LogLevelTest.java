package mm.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class LogLevelTest {
  @Test
  void shouldReadLevelsInAnyCase() {
    assertEquals(LogLevel.DEBUG, LogLevel.parse("Debug ", LogLevel.WARN));
  }

  @Test
  void shouldFallBackWhenNothingIsGiven() {
    assertEquals(LogLevel.WARN, LogLevel.parse(null, LogLevel.WARN));
    assertEquals(LogLevel.WARN, LogLevel.parse(" ", LogLevel.WARN));
  }

  @Test
  void shouldRefuseAnUnknownLevel() {
    Problem problem = assertThrows(Problem.class, () -> LogLevel.parse("loud", LogLevel.WARN));
    assertEquals(ExitCode.UNUSABLE, problem.exitCode());
  }
}
