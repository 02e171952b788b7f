package mm.replay.input;

import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.tukaani.xz.XZInputStream;

/** Opens recordings. */
public final class Recordings {
  private static final String WANTED =
      "give a .trace or .notify recording or the output of"
          + " strace -f -ttt -e trace=memory,process -o FILE CMD, plain or compressed with xz";
  private static final byte[] XZ_MAGIC = {(byte) 0xFD, '7', 'z', 'X', 'Z', 0};

  /** Enough for {@code xz -9} (65 MiB); a file that asks for more is after our heap. */
  private static final int UNPACK_LIMIT_KIB = 96 << 10;

  private static final Pattern NOTIFY = Pattern.compile("\\d+ p\\d+ [SRN]( .*)?", Pattern.DOTALL);
  private static final Pattern TRACE = Pattern.compile("\\d+ p\\d+ .*", Pattern.DOTALL);
  private static final Pattern STRACE =
      Pattern.compile("(\\d+ +)?\\d+\\.\\d+ .*|strace: .*", Pattern.DOTALL);

  private Recordings() {}

  /**
   * Opens a recording, plain or compressed with xz. Both the compression and the format are told
   * from the content; the name does not matter.
   *
   * @param file a file or pipe
   * @return a reader at the first event, to be closed by the caller
   * @throws BadRecordingException when the file cannot be read, is empty or is no recording
   */
  public static RecordingReader open(Path file) throws BadRecordingException {
    String name = file.toString();
    try {
      if (Files.isDirectory(file)) {
        throw new BadRecordingException(name, 0, "is a directory", "name one file in it");
      }
      long size = Files.isRegularFile(file) ? Files.size(file) : 0;
      return open(name, Files.newInputStream(file), size);
    } catch (NoSuchFileException | FileNotFoundException e) {
      throw new BadRecordingException(name, 0, "there is no such file", "check the name");
    } catch (AccessDeniedException e) {
      throw new BadRecordingException(
          name, 0, "may not be read (permission denied)", "make it readable: chmod +r");
    } catch (IOException e) {
      throw LineSource.unreadable(name, 0, e);
    }
  }

  /** Opens a recording from a stream of {@code size} bytes (0: not known) and owns the stream. */
  static RecordingReader open(String name, InputStream in, long size) throws BadRecordingException {
    MeteredStream metered = new MeteredStream(in, size);
    try {
      LineSource lines = new LineSource(name, unpacked(metered), metered);
      return reader(lines, recognise(lines));
    } catch (IOException e) {
      metered.close();
      throw LineSource.unreadable(name, 0, e);
    } catch (BadRecordingException e) {
      metered.close();
      throw e;
    }
  }

  private static InputStream unpacked(InputStream raw) throws IOException {
    BufferedInputStream in = new BufferedInputStream(raw, 1 << 16);
    in.mark(XZ_MAGIC.length);
    byte[] head = in.readNBytes(XZ_MAGIC.length);
    in.reset();
    return Arrays.equals(head, XZ_MAGIC) ? new XZInputStream(in, UNPACK_LIMIT_KIB) : in;
  }

  private static RecordingReader reader(LineSource lines, RecordingFormat format) {
    lines.limit(format);
    Cursor cursor = new Cursor(lines, format);
    EventQueue queue = new EventQueue();
    return new QueuedReader(lines, queue, format, parser(cursor, queue, format));
  }

  private static LineParser parser(Cursor cursor, EventQueue queue, RecordingFormat format) {
    return switch (format) {
      case TRACE -> new TraceParser(cursor, queue);
      case NOTIFY -> new NotifyParser(cursor, queue);
      case STRACE -> new StraceParser(cursor, queue);
    };
  }

  private static RecordingFormat recognise(LineSource lines) throws BadRecordingException {
    String head = lines.head();
    if (head == null) {
      throw lines.bad(0, "the file is empty", WANTED);
    }
    if (NOTIFY.matcher(head).matches()) {
      return RecordingFormat.NOTIFY;
    }
    if (TRACE.matcher(head).matches()) {
      return RecordingFormat.TRACE;
    }
    if (STRACE.matcher(head).matches()) {
      return RecordingFormat.STRACE;
    }
    throw lines.bad(1, "this is no recording: it begins with " + Excerpt.of(head), WANTED);
  }
}
