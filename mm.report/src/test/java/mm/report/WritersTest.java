package mm.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trace and the table. */
class WritersTest {
  @TempDir Path folder;

  private List<JsonNode> trace(List<Event> events) throws IOException {
    Path file = folder.resolve("trace.json");
    Reports.perfetto(Logs.write(folder, events), file);
    List<JsonNode> lines = new ArrayList<>();
    new ObjectMapper().readTree(file.toFile()).get("traceEvents").forEach(lines::add);
    return lines;
  }

  private static List<JsonNode> ofPhase(List<JsonNode> trace, String phase) {
    return trace.stream().filter(each -> each.get("ph").asText().equals(phase)).toList();
  }

  @Test
  void shouldMakeAProcessOfEachSpaceAndAThreadOfEachDriver() throws IOException {
    List<JsonNode> named = ofPhase(trace(Logs.oneOfEach()), "M");
    Set<String> names = new TreeSet<>();
    named.forEach(
        each -> names.add(each.get("name").asText() + " " + each.at("/args/name").asText()));
    assertEquals(
        Set.of(
            "process_name p0",
            "thread_name kvm",
            "thread_name i915",
            "thread_name operations",
            "thread_name sections"),
        names);
  }

  @Test
  void shouldWriteCallbacksAndOperationsAsCompleteEventsInMicroseconds() throws IOException {
    List<JsonNode> complete = ofPhase(trace(Logs.oneOfEach()), "X");
    assertEquals(3, complete.size());
    JsonNode start = complete.get(0);
    assertEquals("start UNMAP", start.get("name").asText());
    assertEquals(0.011, start.get("ts").asDouble());
    assertEquals(0.005, start.get("dur").asDouble());
    assertEquals("[0x7f0000001000, 0x7f0000003000)", start.at("/args/range").asText());
  }

  @Test
  void shouldEndEverySectionThatItBegins() throws IOException {
    List<JsonNode> trace = trace(Logs.oneOfEach());
    JsonNode begin = ofPhase(trace, "b").get(0);
    JsonNode end = ofPhase(trace, "e").get(1);
    assertEquals(begin.get("id"), end.get("id"));
    assertEquals(begin.get("pid"), end.get("pid"));
    assertEquals(begin.get("cat"), end.get("cat"));
    assertEquals(begin.get("name"), end.get("name"));
  }

  /** On a track of its own each: one that is seen late outlasts its callback. */
  @Test
  void shouldWriteAWaitAsABeginAndAnEnd() throws IOException {
    List<JsonNode> trace = trace(Logs.oneOfEach());
    JsonNode begin = ofPhase(trace, "b").get(1);
    JsonNode end = ofPhase(trace, "e").get(0);
    assertEquals("wait for mutex slots", begin.get("name").asText());
    assertEquals(0.013, begin.get("ts").asDouble());
    assertEquals(0.053, end.get("ts").asDouble());
    for (String same : List.of("id", "cat", "name", "pid")) {
      assertEquals(begin.get(same), end.get(same), same);
    }
  }

  /** A viewer takes a begin without an end, and an end without a begin, for a broken trace. */
  @Test
  void shouldEndWhatNobodyHasEndedWhereItsSpaceEnds() throws IOException {
    List<JsonNode> trace =
        trace(
            List.of(
                Logs.section(EventKind.SECTION_END, 5).by(Who.in("p0", "a")),
                Logs.section(EventKind.SECTION_BEGIN, 10).by(Who.in("p0", "a")),
                Logs.callback("start", 20).by(new Who("p0", "a", "kvm")),
                Logs.callback("start", 90).by(new Who("p1", "a", "kvm"))));
    assertEquals(1, ofPhase(trace, "b").size());
    JsonNode end = ofPhase(trace, "e").get(0);
    assertEquals(1, ofPhase(trace, "e").size());
    assertEquals(0.025, end.get("ts").asDouble());
    assertEquals("never ended", end.at("/args/answer").asText());
    assertEquals(ofPhase(trace, "b").get(0).get("name"), end.get("name"));
  }

  @Test
  void shouldShowWhatWasFoundAsInstants() throws IOException {
    assertEquals(
        List.of("attach", "violation R1.4", "stale", "reap call 5", "detach"),
        ofPhase(trace(Logs.oneOfEach()), "i").stream()
            .map(each -> each.get("name").asText().strip())
            .toList());
  }

  /** On one track they would hide each other. */
  @Test
  void shouldGiveCallbacksOnASecondThreadATrackOfTheirOwn() throws IOException {
    Who here = new Who("p0", "main", "kvm");
    Who there = new Who("p0", "worker", "kvm");
    List<JsonNode> trace =
        trace(List.of(Logs.callback("start", 1).by(here), Logs.callback("start", 2).by(there)));
    List<JsonNode> calls = ofPhase(trace, "X");
    assertTrue(calls.get(0).get("tid").asInt() != calls.get(1).get("tid").asInt());
    assertTrue(trace.toString().contains("kvm on worker"), trace.toString());
  }

  private List<String> table(List<Event> events) throws IOException {
    Path file = folder.resolve("table.csv");
    Reports.table(Logs.write(folder, events), file);
    return Files.readAllLines(file);
  }

  @Test
  void shouldMakeARowOfEachDriverAndCallback() throws IOException {
    assertEquals(
        List.of(
            "driver,callback,calls,forbidden,declined,p50_ns,p90_ns,p99_ns,max_ns,total_ns",
            "i915,try-start,1,1,1,5,5,5,5,5",
            "kvm,start,1,0,0,5,5,5,5,5"),
        table(Logs.oneOfEach()));
  }

  @Test
  void shouldQuoteWhatWouldBreakTheTable() throws IOException {
    Event odd = Logs.callback("start", 1).by(Who.driver("a,\"b\""));
    assertTrue(table(List.of(odd)).get(1).startsWith("\"a,\"\"b\"\"\",start,1,"));
  }
}
