package mm.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mm.api.Wait;
import mm.api.WaitGraph;
import mm.report.EventLog;
import mm.report.EventReader;
import mm.report.Moment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaitLogTest {
  @TempDir Path folder;

  private EventLog log;
  private WaitLog waits;
  private List<Wait> now = List.of();

  @BeforeEach
  void prepare() throws IOException {
    log = EventLog.create(folder.resolve("events.jsonl"));
    waits = new WaitLog(log, () -> new WaitGraph(now), () -> new Moment(1_000, 5));
  }

  private static Wait wait(String thread, String port, String holder, long nanos) {
    return new Wait(
        thread, "kvm", "start UNMAP", "p0", port, Wait.Needs.ALL, List.of(holder), nanos);
  }

  private void look(Wait... seen) {
    now = List.of(seen);
    waits.look();
  }

  /** Thread, port, answer, duration. */
  private List<String> written() throws IOException {
    waits.close();
    log.close();
    List<String> lines = new ArrayList<>();
    EventReader.forEach(
        folder.resolve("events.jsonl"),
        e -> lines.add(e.who().thread() + " " + e.what() + " " + e.answer() + " " + e.nanos()));
    return lines;
  }

  @Test
  void shouldWriteAWaitOnceWhenItIsOver() throws IOException {
    look(wait("a", "mutex m", "b", 10));
    look(wait("a", "mutex m", "b", 30));
    look();
    look();
    assertEquals(List.of("a mutex m done 30"), written());
  }

  @Test
  void shouldTellAWaitThatBeginsAnewFromOneThatGoesOn() throws IOException {
    look(wait("a", "mutex m", "b", 30));
    look(wait("a", "mutex m", "b", 10));
    look(wait("a", "queue q", "b", 20));
    look();
    assertEquals(List.of("a mutex m done 30", "a mutex m done 10", "a queue q done 20"), written());
  }

  @Test
  void shouldCallWhatWaitsInACircleAtTheEndADeadlock() throws IOException {
    look(
        wait("a #1", "mutex m", "b #2", 10),
        wait("b #2", "mutex n", "a #1", 10),
        wait("c #3", "mutex m", "b #2", 10));
    assertEquals(
        List.of("a mutex m deadlock 10", "b mutex n deadlock 10", "c mutex m lasting 10"),
        written().stream().sorted().toList());
  }

  @Test
  void shouldWriteNothingWhereNobodyWaits() throws IOException {
    look();
    assertEquals(List.of(), written());
  }
}
