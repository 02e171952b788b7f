package mm.deploy.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * The state of a file, to see whether it has changed.
 *
 * @param size in bytes
 * @param changed when its content or its attributes were changed last; catches a rewrite that sets
 *     the time back
 * @param key which file it is
 */
public record FileStamp(long size, Object changed, Object key) {
  private static final FileStamp ABSENT = new FileStamp(-1, "", "");

  /**
   * Looks at a file.
   *
   * @param file the file
   * @return its state
   * @throws IOException when there is none, or it cannot be looked at
   */
  public static FileStamp of(Path file) throws IOException {
    boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
    Object changed =
        Files.getAttribute(
            file, unix ? "unix:ctime" : "lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
    return new FileStamp(Files.size(file), changed, Files.getAttribute(file, "fileKey"));
  }

  /** The state of a file that may be away. */
  static FileStamp ofAny(Path file) {
    try {
      return of(file);
    } catch (IOException e) {
      return ABSENT;
    }
  }
}
