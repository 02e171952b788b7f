package mm.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files at one blow: one that is just being written may say what nobody meant. */
final class Whole {
  private Whole() {}

  /** Replaces a file, by way of another beside its folder, where nobody looks. */
  static Path write(Path file, String text) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path next = Files.writeString(folder.resolveSibling(folder.getFileName() + ".next"), text);
    return Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
