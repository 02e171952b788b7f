package mm.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReapRecordingTest {
  @TempDir Path folder;
  private final Simulation sim = new Simulation();

  @AfterEach
  void close() {
    sim.close();
  }

  @Test
  void shouldTellTheFlightRecorderWhatTheReaperTook() throws Exception {
    sim.map(0, 8);
    sim.write(0, 5);
    OomReaper reaper = new OomReaper(sim.machine, ReaperPolicy.ATTEMPT);
    reaper.kill();
    Path file = folder.resolve("reap.jfr");
    List<Reap> reaps;
    try (Recording recording = new Recording()) {
      recording.enable("mm.Reap").withoutThreshold();
      recording.start();
      reaps = reaper.run();
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events =
        RecordingFile.readAllEvents(file).stream()
            .filter(each -> each.getEventType().getName().equals("mm.Reap"))
            .toList();
    assertEquals(1, events.size());
    RecordedEvent event = events.get(0);
    assertEquals(sim.process.name(), event.getString("victim"));
    assertEquals("REAPED", event.getString("outcome"));
    assertEquals("ATTEMPT", event.getString("policy"));
    assertEquals(1, event.getInt("attempts"));
    assertEquals(reaps.get(0).pages(), event.getLong("pages"));
    assertEquals("[]", event.getString("refused"));
  }

  @Test
  void shouldReapTheSameWhileNobodyRecords() {
    sim.map(0, 8);
    sim.write(0, 5);
    OomReaper reaper = new OomReaper(sim.machine, ReaperPolicy.ATTEMPT);
    reaper.kill();
    Reap reap = reaper.run().get(0);
    assertEquals(Reap.Outcome.REAPED, reap.outcome());
    assertEquals(5, reap.pages());
  }
}
