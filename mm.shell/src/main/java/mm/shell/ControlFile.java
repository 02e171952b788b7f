package mm.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The file {@code control}: port and token of one start, on a line. It appears whole, with rights
 * for its owner alone from the first moment.
 */
final class ControlFile {
  /** Its name. */
  static final String NAME = "control";

  private static final int TOKEN_BYTES = 32;

  private final Path path;

  private ControlFile(Path path) {
    this.path = path;
  }

  static String newToken() {
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  static ControlFile write(Path folder, int port, String token) throws IOException {
    Path path = folder.resolve(NAME);
    Files.createDirectories(folder);
    Path whole = Files.createTempFile(folder, NAME, ".new", ownerOnly());
    Files.writeString(whole, port + " " + token + "\n", StandardCharsets.US_ASCII);
    Files.move(whole, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return new ControlFile(path);
  }

  /** Where there are no POSIX rights, a temporary file is its owner's alone by default. */
  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  void delete() throws IOException {
    Files.deleteIfExists(path);
  }
}
