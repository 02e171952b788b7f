package mm.conform.script;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.tukaani.xz.XZIOException;
import org.tukaani.xz.XZInputStream;

/** Opens a file, compressed or not: its first bytes tell, not its name. */
final class Unpacking {
  private static final byte[] XZ_MAGIC = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};

  /** Enough for {@code xz -9}; a file that asks for more is not ours. */
  private static final int LIMIT_KIB = 100 << 10;

  private Unpacking() {}

  static InputStream open(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException("is a directory");
    }
    InputStream raw = Files.newInputStream(path);
    try {
      return unpacked(new BufferedInputStream(raw, 1 << 16));
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  private static InputStream unpacked(BufferedInputStream in) throws IOException {
    in.mark(XZ_MAGIC.length);
    byte[] head = in.readNBytes(XZ_MAGIC.length);
    in.reset();
    return Arrays.equals(head, XZ_MAGIC) ? new XZInputStream(in, LIMIT_KIB) : in;
  }

  static String problem(IOException e) {
    if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
      return "there is no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "may not be read (permission denied)";
    }
    if (e instanceof EOFException) {
      return "the compressed file is cut off here";
    }
    return e instanceof XZIOException
        ? "the compressed file is damaged here"
        : "cannot be read (" + e.getMessage() + ")";
  }
}
