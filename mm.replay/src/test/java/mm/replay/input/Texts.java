package mm.replay.input;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Recordings written into tests. */
final class Texts {
  private Texts() {}

  static String lines(String... lines) {
    return String.join("\n", lines) + "\n";
  }

  static RecordingReader open(String text) throws BadRecordingException {
    return open(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  static RecordingReader open(byte[] bytes) throws BadRecordingException {
    return Recordings.open("test", new ByteArrayInputStream(bytes), bytes.length);
  }

  static List<RecordedEvent> drain(RecordingReader reader) throws BadRecordingException {
    List<RecordedEvent> events = new ArrayList<>();
    for (RecordedEvent event = reader.next(); event != null; event = reader.next()) {
      events.add(event);
    }
    return events;
  }

  static List<RecordedEvent> events(String... lines) throws BadRecordingException {
    try (RecordingReader reader = open(lines(lines))) {
      return drain(reader);
    }
  }

  static Tolerated tolerated(String... lines) throws BadRecordingException {
    try (RecordingReader reader = open(lines(lines))) {
      drain(reader);
      return reader.tolerated();
    }
  }

  /** The call of a recording's only event. */
  static RecordedEvent.CallReturned only(String... lines) throws BadRecordingException {
    List<RecordedEvent> events = events(lines);
    Assertions.assertEquals(1, events.size(), () -> "events: " + events);
    return (RecordedEvent.CallReturned) events.get(0);
  }

  /** Reads a recording that must turn out bad. */
  static BadRecordingException bad(byte[] bytes) {
    return Assertions.assertThrows(BadRecordingException.class, () -> drain(open(bytes)));
  }

  static BadRecordingException bad(String... lines) {
    return bad(lines(lines).getBytes(StandardCharsets.ISO_8859_1));
  }

  static BadRecordingException badStream(InputStream in) {
    return Assertions.assertThrows(
        BadRecordingException.class, () -> drain(Recordings.open("test", in, 0)));
  }

  static byte[] xz(String text) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (XZOutputStream out = new XZOutputStream(packed, new LZMA2Options(0))) {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
