package mm.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import mm.api.AddressSpace;
import mm.api.InvalidationEvent;
import mm.spi.Access;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightRecordingTest {
  @TempDir Path folder;

  @Test
  void shouldRecordWhoDeclined() throws Exception {
    Path file = folder.resolve("run.jfr");
    try (PlainEngine engine = new PlainEngine();
        Recording recording = new Recording()) {
      recording.enable("mm.Decline");
      recording.start();
      engine.core.observe(new FlightRecording());
      AddressSpace space = engine.core.createSpace("app", new OnePage(0x1000, 1));
      engine.core.drivers().admit(new WaryDriver());
      engine.core.drivers().attach("wary", space).device().access(0x1000, Access.READ);
      assertEquals(0, space.tryBegin(InvalidationEvent.CLEAR, 0x1000, 0x2000));
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    assertEquals(1, events.size());
    assertEquals("wary", events.get(0).getString("driver"));
    assertEquals("[0x1000, 0x2000)", events.get(0).getString("range"));
  }
}
