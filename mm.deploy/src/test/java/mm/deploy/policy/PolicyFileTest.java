package mm.deploy.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyFileTest {
  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("mm.policy"), text);
  }

  @Test
  void shouldReadKeysAndValues() throws Exception {
    Path file = file("# who\nallow = (&(blocking=never)(failure=never))\nreaction=stop \n");
    assertEquals(
        new Hashtable<>(Map.of("allow", "(&(blocking=never)(failure=never))", "reaction", "stop")),
        PolicyFile.read(file));
  }

  @Test
  void shouldSayNothingWhenEverythingIsCommentedOut() throws Exception {
    assertTrue(PolicyFile.read(file("#allow = (blocking=never)\n\n")).isEmpty());
  }

  @Test
  void shouldRefuseWhatCannotBeRead() throws IOException {
    Path broken = file("allow = \\u00zz\n");
    assertThrows(UnusablePolicyException.class, () -> PolicyFile.read(broken));
    Path gone = folder.resolve("gone");
    UnusablePolicyException thrown =
        assertThrows(UnusablePolicyException.class, () -> PolicyFile.read(gone));
    assertTrue(thrown.getMessage().contains("gone"), thrown.getMessage());
  }
}
