package mm.deploy.unit;

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
record FileStamp(long size, Object changed, Object key) {
  /** Looks at a file; fails when there is none, or it cannot be looked at. */
  static FileStamp of(Path file) throws IOException {
    boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
    Object changed =
        Files.getAttribute(
            file, unix ? "unix:ctime" : "lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
    return new FileStamp(Files.size(file), changed, Files.getAttribute(file, "fileKey"));
  }
}
