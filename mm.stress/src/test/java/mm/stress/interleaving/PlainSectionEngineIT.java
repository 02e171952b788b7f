package mm.stress.interleaving;

import static mm.stress.interleaving.Explore.OF_THE_ENGINE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link PlainSections} on the real engine, and on one that has a bug where these are opened. */
class PlainSectionEngineIT {
  @ParameterizedTest
  @EnumSource
  void shouldBeToldWholeOrNotAtAll_R4_1_R4_2_R4_3(PlainSections scenario) {
    Explore.holds(OF_THE_ENGINE, scenario);
  }

  /** In a JVM of its own: Lincheck knows the classes of one loader only. */
  @Test
  void shouldNoticeAPlainSectionThatDoesNotLookAtTheListAgain_R4_3() throws Exception {
    Path folder = Path.of("target", "unchecked").toAbsolutePath();
    assertEquals(1, UncheckedList.write(folder), "the engine has changed: plant the bug anew");
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+EnableDynamicAgentLoading",
                "-XX:TieredStopAtLevel=1", // it lives for a few seconds
                "-cp",
                folder
                    + System.getProperty("path.separator")
                    + System.getProperty("java.class.path"),
                UncheckedList.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertTrue(process.waitFor(2, TimeUnit.MINUTES), () -> "hangs: " + text(output));
      assertEquals(UncheckedList.FOUND, process.exitValue(), () -> text(output));
    } finally {
      process.destroyForcibly();
    }
  }

  private static String text(Path output) {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
