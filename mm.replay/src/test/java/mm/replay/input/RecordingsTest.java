package mm.replay.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingsTest {
  private static final Path SAMPLES = Path.of("..", "samples");

  @TempDir Path folder;

  /** Counts a sample's events by kind and its calls by name. */
  private static Map<String, Integer> counts(String sample) throws BadRecordingException {
    Map<String, Integer> counts = new TreeMap<>();
    try (RecordingReader reader = Recordings.open(SAMPLES.resolve(sample))) {
      for (RecordedEvent event = reader.next(); event != null; event = reader.next()) {
        counts.merge(wordFor(event), 1, Integer::sum);
      }
      assertEquals(0, reader.tolerated().total());
      assertEquals(1.0, reader.progress());
    }
    return counts;
  }

  private static String wordFor(RecordedEvent event) {
    if (event instanceof RecordedEvent.CallReturned returned) {
      return returned.call().name();
    }
    return event instanceof RecordedEvent.CallEntered ? "entered" : "notified";
  }

  @Test
  void shouldReadTheSampleTraces() throws BadRecordingException {
    assertEquals(
        "{brk=132, clone=8, clone3=2, execve=9, exit_group=9, madvise=2, mmap=216,"
            + " mprotect=2577, mremap=6, munmap=24}",
        counts("git-gc.trace.xz").toString());
    assertEquals(
        "{brk=2, clone=2, clone3=4, execve=1, exit_group=3, madvise=238, mmap=99, mprotect=22,"
            + " munmap=3}",
        counts("redis.trace.xz").toString());
    assertEquals(
        "{brk=23, execve=1, exit_group=1, mmap=37, mprotect=8, mremap=6, munmap=8}",
        counts("sqlite3.trace.xz").toString());
  }

  @Test
  void shouldReadTheSampleNotifications() throws BadRecordingException {
    assertEquals(
        "{brk=130, clone=8, clone3=2, entered=3018, execve=10, exit_group=10, madvise=2,"
            + " mmap=228, mprotect=2595, mremap=6, munmap=25, notified=3415, vfork=2}",
        counts("git-gc.notify.xz").toString());
    assertEquals(
        "{brk=35, clone=13, clone3=4, entered=1169, execve=14, exit_group=15, madvise=208,"
            + " mmap=691, mprotect=159, munmap=28, notified=4333, vfork=2}",
        counts("redis.notify.xz").toString());
  }

  @Test
  void shouldTellTheFormatFromTheContent() throws BadRecordingException, IOException {
    Map<String, RecordingFormat> formats =
        Map.of(
            "0 p0 execve() = 0", RecordingFormat.TRACE,
            "0 p0 S execve()", RecordingFormat.NOTIFY,
            "0 p0 N inv 1000 2000 x", RecordingFormat.NOTIFY,
            "5 1.0 brk(NULL) = 0", RecordingFormat.STRACE,
            "1.0 brk(NULL) = 0", RecordingFormat.STRACE,
            "strace: Process 7 attached", RecordingFormat.STRACE);
    Path file = folder.resolve("misleading.notify.xz");
    for (Map.Entry<String, RecordingFormat> format : formats.entrySet()) {
      Files.writeString(file, format.getKey());
      assertFormat(format.getValue(), file);
      Files.write(file, Texts.xz(format.getKey()));
      assertFormat(format.getValue(), file);
    }
  }

  private static void assertFormat(RecordingFormat expected, Path file)
      throws BadRecordingException {
    try (RecordingReader reader = Recordings.open(file)) {
      assertEquals(expected, reader.format());
      Texts.drain(reader);
      assertNull(reader.next());
    }
  }

  @Test
  void shouldTellHowFarItIs() throws BadRecordingException {
    String text = "0 p0 brk(NULL) = 0x1000\n".repeat(100_000);
    try (RecordingReader reader = Texts.open(text)) {
      reader.next();
      assertTrue(reader.progress() > 0 && reader.progress() < 0.5);
      assertEquals(1, reader.line());
      Texts.drain(reader);
      assertEquals(1.0, reader.progress());
      assertEquals(100_000, reader.line());
    }
  }

  @Test
  void shouldNotAskAPipeHowMuchItHolds() throws BadRecordingException {
    byte[] text = Texts.xz("0 p0 execve() = 0");
    InputStream pipe =
        new ByteArrayInputStream(text) {
          @Override
          public int available() {
            throw new UncheckedIOException(new IOException("Illegal seek"));
          }
        };
    try (RecordingReader reader = Recordings.open("test", pipe, 0)) {
      assertEquals(1, Texts.drain(reader).size());
      assertEquals(0.0, reader.progress());
    }
  }
}
