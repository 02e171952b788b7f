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
  private final String token;

  private ControlFile(Path path, String token) {
    this.path = path;
    this.token = token;
  }

  static ControlFile write(Path folder, int port) throws IOException {
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    ControlFile file = new ControlFile(folder.resolve(NAME), HexFormat.of().formatHex(random));
    Files.createDirectories(folder);
    Path whole = Files.createTempFile(folder, NAME, ".new", ownerOnly());
    Files.writeString(whole, port + " " + file.token + "\n", StandardCharsets.US_ASCII);
    Files.move(
        whole, file.path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return file;
  }

  /** Where there are no POSIX rights, a temporary file is its owner's alone by default. */
  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  String token() {
    return token;
  }

  void delete() throws IOException {
    Files.deleteIfExists(path);
  }
}
