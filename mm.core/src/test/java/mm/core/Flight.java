package mm.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** What the flight recorder keeps of something. */
public final class Flight {
  private Flight() {}

  /** Records events of one kind, however short, while something is done; the oldest first. */
  public static List<RecordedEvent> of(String event, Callable<?> body) throws Exception {
    try (Recording recording = new Recording()) {
      recording.enable(event).withThreshold(Duration.ZERO);
      recording.start();
      body.call();
      recording.stop();
      return read(recording).stream()
          .filter(each -> each.getEventType().getName().equals(event))
          .sorted((a, b) -> a.getStartTime().compareTo(b.getStartTime()))
          .toList();
    }
  }

  private static List<RecordedEvent> read(Recording recording) throws IOException {
    Path file = Files.createTempFile("flight", ".jfr");
    try {
      recording.dump(file);
      return RecordingFile.readAllEvents(file);
    } finally {
      Files.delete(file);
    }
  }
}
