package mm.deploy.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryTest {
  @TempDir Path root;

  private Optional<String> readAgain(Path file) throws IOException {
    return new Memory(file).folder("unit");
  }

  @Test
  void shouldWriteDownLaterWhatCouldNotBeWrittenAtOnce() throws Exception {
    Path folder = root.resolve("units");
    Path file = folder.resolve("units.properties");
    Memory memory = new Memory(file);
    memory.actedUpon("unit", "abc", "unit.jar"); // the folder is not there
    assertFalse(Files.exists(file));
    Files.createDirectory(folder);
    memory.writeAgain();
    assertEquals(Optional.of("abc"), readAgain(file));
  }

  @Test
  void shouldWriteOnlyWhatHasChanged() throws Exception {
    Path file = root.resolve("units.properties");
    Memory memory = new Memory(file);
    memory.actedUpon("unit", "abc", "unit.jar");
    Files.delete(file);
    memory.writeAgain();
    assertFalse(Files.exists(file));
  }
}
