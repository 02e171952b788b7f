package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens to the deploy folder while nobody looks. */
@Timeout(120)
class DeployRestartIT {
  @TempDir Path root;
  private Deploying mm;

  @BeforeEach
  void deployAndHalt() throws Exception {
    mm = new Deploying(root).boot();
    mm.drop(mm.jar("1.0.0"), "marking.jar");
    mm.awaitVersion("1.0.0");
    mm.halt();
  }

  @AfterEach
  void close() throws Exception {
    mm.close();
  }

  @Test
  void shouldFindThingsAsTheyWere() throws Exception {
    mm.boot();
    mm.awaitVersion("1.0.0");
    mm.letItLook();
    assertEquals(List.of("ACTIVE"), mm.history("1.0.0"), "nothing to be done");
    assertEquals("ADMITTED", mm.felix().driver("marking").orElseThrow().get("state"));
  }

  @Test
  void shouldSwapToWhatWasOverwrittenMeanwhile() throws Exception {
    mm.drop(mm.jar("2.0.0"), "marking.jar");
    mm.boot();
    mm.awaitVersion("2.0.0");
    mm.await(() -> mm.history("1.0.0").contains("STOPPED"));
  }

  /** One that was changed in the future is never old enough to count in the first look. */
  @Test
  void shouldNotBeReadyBeforeJarsThatAreNewHaveBeenLookedAtTwice() throws Exception {
    mm.drop(mm.jar("2.0.0"), "marking.jar");
    Instant future = Instant.now().plus(1, ChronoUnit.HOURS);
    Files.setLastModifiedTime(mm.folder.resolve("marking.jar"), FileTime.from(future));
    mm.boot();
    assertEquals("2.0.0", mm.version());
  }

  @Test
  void shouldRemoveWhatWasDeletedMeanwhile() throws Exception {
    Files.delete(mm.folder.resolve("marking.jar"));
    mm.boot();
    mm.await(() -> mm.history("1.0.0").contains("GONE"));
    assertEquals(Optional.empty(), mm.felix().driver("marking"));
  }

  @Test
  void shouldKeepWhatRanWhenItsJarBecameGarbageMeanwhile() throws Exception {
    Files.writeString(mm.folder.resolve("marking.jar"), "no jar at all");
    mm.boot();
    mm.awaitVersion("1.0.0");
    mm.letItLook();
    assertEquals("1.0.0", mm.version());
  }

  @Test
  void shouldTakeWhatWasDroppedMeanwhileAndKeepTheRest() throws Exception {
    mm.drop(mm.jar(TestBundle.version("1.0.0").header("X-Other", "bytes")), "second.jar");
    mm.boot();
    mm.awaitVersion("1.0.0");
    mm.await(() -> !((List<?>) mm.unit().orElseThrow().get("findings")).isEmpty());
    assertTrue(mm.unit().orElseThrow().get("findings").toString().contains("second.jar differ"));
  }
}
