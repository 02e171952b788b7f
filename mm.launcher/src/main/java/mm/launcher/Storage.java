package mm.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The framework's bundle cache: for a verb a temporary folder, so that several can run at once; for
 * an mm that stays a folder in its residence.
 */
final class Storage implements AutoCloseable {
  private final Path folder;
  private final Optional<Residence> residence;

  private Storage(Path folder, Optional<Residence> residence) {
    this.folder = folder;
    this.residence = residence;
  }

  /**
   * In a residence, which no other mm can enter until this is closed. Empty at first: what is
   * deployed stands in the deploy folder, not in a cache.
   */
  static Storage in(Path home) {
    Residence residence = Residence.enter(home);
    Storage storage = new Storage(home.resolve("cache"), Optional.of(residence));
    storage.deleteFolder();
    return storage;
  }

  static Storage create() {
    try {
      return new Storage(Files.createTempDirectory("mm-"), Optional.empty());
    } catch (IOException e) {
      throw Problem.internal("cannot make a temporary folder: " + e.getMessage(), e);
    }
  }

  Path folder() {
    return folder;
  }

  /** Where this mm lives, if it stays. */
  Optional<Path> home() {
    return residence.map(Residence::folder);
  }

  /** Deletes the folder; what cannot be deleted stays, since nobody could do anything about it. */
  @Override
  public synchronized void close() {
    deleteFolder();
    residence.ifPresent(Residence::close);
  }

  private void deleteFolder() {
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
