package mm.replay.input;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.tukaani.xz.CorruptedInputException;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.UnsupportedOptionsException;
import org.tukaani.xz.XZFormatException;

/**
 * Cuts a stream into lines that end with LF or CRLF, holding no more than one line.
 *
 * <p>The current line is {@code bytes()[start(), end())}, valid until the next {@link #advance}.
 */
final class LineSource {
  private static final int CHUNK = 1 << 16;
  private static final int HEAD = 512;

  private final String file;
  private final InputStream in;
  private final MeteredStream meter;
  private byte[] bytes = new byte[CHUNK];
  private int start;
  private int end;
  private int next; // first byte after the current line and its end
  private int filled;
  private int limit = CHUNK;
  private long number;
  private boolean cut;
  private String limitRemedy = "";

  LineSource(String file, InputStream in, MeteredStream meter) {
    this.file = file;
    this.in = in;
    this.meter = meter;
  }

  byte[] bytes() {
    return bytes;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /** The current line's number, from 1. */
  long number() {
    return number;
  }

  /** Whether the current line is the file's last and has no line end: it may be a torso. */
  boolean isCut() {
    return cut;
  }

  double progress() {
    return meter.progress();
  }

  void close() {
    meter.close();
  }

  /** Sets how long a line may be. */
  void limit(RecordingFormat format) {
    limit = format.lineLimit();
    limitRemedy = format.remedy();
  }

  /** The beginning of the first line without consuming it, or null when there is nothing. */
  String head() throws BadRecordingException {
    int to = 0;
    while (true) {
      while (to < Math.min(filled, HEAD) && bytes[to] != '\n') {
        to++;
      }
      if (to < filled || to == HEAD || fill() < 0) {
        break;
      }
    }
    return filled == 0
        ? null
        : new String(bytes, 0, to, StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /** Moves to the next line; false at the end of the stream. */
  boolean advance() throws BadRecordingException {
    start = next;
    int scan = next;
    while (true) {
      while (scan < filled && bytes[scan] != '\n') {
        scan++;
      }
      if (scan < filled) {
        return take(scan, scan + 1);
      }
      checkLength(scan);
      int read = scan - start;
      boolean atEnd = fill() < 0; // may shift the line to the front
      scan = start + read;
      if (atEnd) {
        cut = read > 0;
        return cut && take(scan, scan);
      }
    }
  }

  private boolean take(int to, int after) throws BadRecordingException {
    checkLength(to);
    number++;
    end = to > start && bytes[to - 1] == '\r' ? to - 1 : to;
    next = after;
    return true;
  }

  private void checkLength(int to) throws BadRecordingException {
    if (to - start > limit) {
      throw bad(number + 1, "the line is longer than " + limit + " bytes", limitRemedy);
    }
  }

  private int fill() throws BadRecordingException {
    if (start > 0) {
      System.arraycopy(bytes, start, bytes, 0, filled - start);
      filled -= start;
      start = 0;
    }
    if (filled == bytes.length) {
      bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
    try {
      int n = in.read(bytes, filled, bytes.length - filled);
      filled += Math.max(0, n);
      return n;
    } catch (IOException e) {
      throw unreadable(file, number + 1, e);
    }
  }

  /** An exception that names this file. */
  BadRecordingException bad(long line, String problem, String remedy) {
    return new BadRecordingException(file, line, problem, remedy);
  }

  /** What to tell about a file that cannot be read (any further). */
  static BadRecordingException unreadable(String file, long line, IOException e) {
    if (e instanceof EOFException) {
      return new BadRecordingException(
          file, line, "the compressed file is cut off here", "copy or download it again");
    }
    if (e instanceof CorruptedInputException || e instanceof XZFormatException) {
      return new BadRecordingException(
          file, line, "the compressed file is damaged here", "copy or download it again");
    }
    if (e instanceof MemoryLimitException || e instanceof UnsupportedOptionsException) {
      return new BadRecordingException(
          file,
          line,
          "the file is compressed in an unusual way",
          "unpack it and compress with xz -6");
    }
    return new BadRecordingException(
        file,
        line,
        "cannot be read (" + Excerpt.of(String.valueOf(e.getMessage())) + ")",
        "check the file and its disk");
  }
}
