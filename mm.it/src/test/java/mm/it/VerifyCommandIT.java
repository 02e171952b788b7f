package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import mm.it.testdrivers.BreakingDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The installed {@code mm verify}, on finished bundles. */
@DisabledOnOs(OS.WINDOWS)
class VerifyCommandIT {
  private static final String DEPLOYED =
      Path.of(System.getProperty("mm.home")).toAbsolutePath().normalize().resolve("deploy") + "";

  @TempDir Path folder;
  private Commands commands;

  @BeforeEach
  void prepare() throws Exception {
    commands = new Commands(folder);
  }

  @AfterEach
  void endThem() {
    commands.close();
  }

  @Test
  void shouldFindNothingToSayAboutOurOwnDrivers() throws Exception {
    Process verify = commands.start("own", "verify", "--strict", DEPLOYED);
    String output = Commands.outputOf(verify);
    assertEquals(0, verify.exitValue(), output);
    assertTrue(output.contains(" 8 drivers: 0 errors, 0 warnings, 0 unproven, "), output);
  }

  /** In Felix the same driver is found when it waits: {@link BrokenPromiseIT}. */
  @Test
  void shouldFindBeforeItRunsWhatADriverWouldBreak_R6_17() throws Exception {
    Path jar = TestBundle.of(BreakingDriver.class, "breaking").write(folder.resolve("test.jar"));
    Process verify = commands.start("breaking", "verify", "--format", "sarif", jar.toString());
    String output = Commands.outputOf(verify);
    assertEquals(1, verify.exitValue(), output);
    assertTrue(output.contains("\"R6.17\"") && output.contains("mm.spi.Mutex.lock"), output);
  }

  @Test
  void shouldExplainARule() throws Exception {
    Process explain = commands.start("explain", "explain", "R6.17");
    String output = Commands.outputOf(explain);
    assertEquals(0, explain.exitValue(), output);
    assertTrue(output.contains("source:"), output);
  }
}
