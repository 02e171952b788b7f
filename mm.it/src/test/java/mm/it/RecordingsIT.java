package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * All drivers at once on every recording of a folder, against two threads of device traffic, with
 * the contents of pages: exit code 0 says that nothing was stale, no rule was broken, and no device
 * read anything else than the CPU. The folder is samples, or that of -Dmm.recordings=FOLDER.
 */
@DisabledOnOs(OS.WINDOWS)
class RecordingsIT {
  private static final Path FOLDER = Path.of(System.getProperty("mm.recordings", "../samples"));

  @TempDir Path storage;

  private static List<String> recordings(String... endings) throws Exception {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(Path::toString)
          .filter(each -> Stream.of(endings).anyMatch(each::endsWith))
          .sorted()
          .toList();
    }
  }

  private void assertClean(List<String> recordings, String... options) throws Exception {
    List<String> args = new ArrayList<>(List.of("replay", "--json", "--contents"));
    args.addAll(List.of("--device-threads", "2"));
    args.addAll(List.of(options));
    args.addAll(recordings);
    assertTrue(recordings.size() > 1, "vacuous: " + recordings);
    try (Commands commands = new Commands(storage)) {
      Process replay = commands.start("replay", args.toArray(String[]::new));
      String output = Commands.outputOf(replay);
      assertEquals(0, replay.exitValue(), output);
      assertTrue(output.matches("(?s).*\"compared\" : [1-9].*"), output);
      long busy = Pattern.compile("\"made\" : [1-9]").matcher(output).results().count();
      int bundles = Felix.jars(Path.of(System.getProperty("mm.home"), "deploy")).size();
      assertTrue(busy >= bundles, () -> busy + " drivers of " + bundles + " bundles made anything");
    }
  }

  @Test
  void shouldBeRightUnderTheCallsThatWereRecorded_R1_4() throws Exception {
    assertClean(recordings(".trace.xz", ".notify.xz"), "--from", "calls");
  }

  @Test
  void shouldBeRightUnderTheNotificationsThatWereRecorded_R1_4() throws Exception {
    assertClean(recordings(".notify.xz"), "--from", "notifications");
  }

  @Test
  void shouldBeRightInTheIntervalEraOfI915_R1_4() throws Exception {
    assertClean(
        recordings(".notify.xz"), "--from", "calls", "--driver-option", "i915.era=interval");
  }
}
