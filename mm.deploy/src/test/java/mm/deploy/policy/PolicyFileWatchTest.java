package mm.deploy.policy;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at a file that changes, is being written, and goes. */
class PolicyFileWatchTest {
  @TempDir Path folder;

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("mm.policy"), text);
  }

  @Test
  void shouldSeeAChangeOnceWhenItIsWhole() throws IOException {
    PolicyFileWatch watch = new PolicyFileWatch(write("a"));
    assertFalse(watch.look());
    write("ab");
    assertFalse(watch.look(), "it may still be growing");
    write("abc");
    assertFalse(watch.look(), "it was");
    assertTrue(watch.look());
    assertFalse(watch.look());
  }

  @Test
  void shouldSeeTheFileGoAndComeBack() throws IOException {
    Path file = write("a");
    PolicyFileWatch watch = new PolicyFileWatch(file);
    Files.delete(file);
    assertFalse(watch.look());
    assertTrue(watch.look());
    write("a");
    assertFalse(watch.look());
    assertTrue(watch.look());
  }
}
