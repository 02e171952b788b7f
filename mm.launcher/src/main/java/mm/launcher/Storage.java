package mm.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The framework's bundle cache: a folder of its own for each run, so that several can run at once.
 */
final class Storage implements AutoCloseable {
  private final Path folder;

  private Storage(Path folder) {
    this.folder = folder;
  }

  static Storage create() {
    try {
      return new Storage(Files.createTempDirectory("mm-"));
    } catch (IOException e) {
      throw Problem.internal("cannot make a temporary folder: " + e.getMessage(), e);
    }
  }

  Path folder() {
    return folder;
  }

  /** Deletes the folder; what cannot be deleted stays, since nobody could do anything about it. */
  @Override
  public synchronized void close() {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(Storage::delete);
    } catch (IOException | UncheckedIOException e) {
      delete(folder);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }
}
