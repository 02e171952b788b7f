package mm.report.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import mm.lab.cli.Catalogue;
import mm.lab.explore.Limits;
import mm.lab.explore.Reduction;
import mm.lab.result.ResultFiles;
import mm.lab.result.ScenarioResult;
import mm.lab.run.Lab;
import mm.lab.scenario.Scenario;
import mm.report.Event;
import mm.report.EventKind;
import mm.report.EventReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabFilesTest {
  @TempDir Path folder;

  private static ScenarioResult run(String scenario) throws Exception {
    return run(scenario, "paired");
  }

  private static ScenarioResult run(String scenario, String rule) throws Exception {
    Catalogue catalogue = new Catalogue();
    Lab lab = new Lab(catalogue, Limits.usual(), Reduction.RACES, what -> {});
    Scenario read = catalogue.read(scenario);
    return lab.begin(read, List.of(Lab.ruleSet(read, rule)), Runnable::run).get();
  }

  private List<Event> write(ScenarioResult... results) throws IOException {
    Map<String, Path> files = new HashMap<>();
    ResultFiles.KINDS.forEach(each -> files.put(each, folder.resolve(each)));
    ResultFiles writer = ServiceLoader.load(ResultFiles.class).findFirst().orElseThrow();
    assertInstanceOf(LabFiles.class, writer);
    writer.write(List.of(results), files);
    List<Event> events = new ArrayList<>();
    EventReader.forEach(folder.resolve("events"), events::add);
    return events;
  }

  private static Event only(List<Event> events, EventKind kind) {
    List<Event> found = events.stream().filter(each -> each.kind() == kind).toList();
    assertEquals(1, found.size(), events::toString);
    return found.get(0);
  }

  @Test
  void shouldWriteEveryFileInItsFormat() throws Exception {
    write(run("s1-crossed-waits"), run("rule-2-2-end-after-decline"));
    for (String each : ResultFiles.KINDS) {
      assertTrue(Files.size(folder.resolve(each)) > 0, each);
    }
    ObjectMapper json = new ObjectMapper();
    JsonSchema schema = schema();
    for (String line : Files.readAllLines(folder.resolve("events"))) {
      assertEquals(Set.of(), schema.validate(json.readTree(line)), line);
    }
  }

  private static JsonSchema schema() throws IOException {
    try (InputStream in = Files.newInputStream(Path.of("..", "docs", "events.schema.json"))) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in);
    }
  }

  @Test
  void shouldTellTheOutcomeAndTheStoryOfADeadlock() throws Exception {
    List<Event> events = write(run("s1-crossed-waits"));
    Event outcome =
        events.stream().filter(each -> each.kind() == EventKind.OUTCOME).findFirst().orElseThrow();
    assertEquals("deadlocks", outcome.what());
    assertEquals("paired", outcome.cause());
    assertEquals("expected", outcome.answer());
    assertTrue(
        events.stream()
            .anyMatch(each -> each.kind() == EventKind.WAIT && each.answer().equals("deadlock")),
        events::toString);
    assertTrue(
        only(events, EventKind.VIOLATION).what().contains("s1-crossed-waits"), events::toString);
    assertEquals("clean", events.get(events.size() - 1).what());
  }

  @Test
  void shouldTellWhoMayNotWaitAndWhy() throws Exception {
    List<Event> told =
        write(run("rule-2-3-others-are-still-asked")).stream()
            .filter(e -> e.kind() == EventKind.CALLBACK || e.kind() == EventKind.DECLINE)
            .filter(e -> !e.what().equals("release"))
            .toList();
    assertTrue(told.stream().anyMatch(e -> e.what().equals("end")), told::toString);
    for (Event each : told) {
      assertEquals("forbidden", each.fact(Event.BLOCKING), "the reaper's: " + each);
      assertEquals("UNMAP", each.cause());
    }
    assertTrue(Files.readString(folder.resolve("csv")).contains("busy,start,1,1,1"));
  }

  @Test
  void shouldNotTakeAThrowForADecline() throws Exception {
    List<Event> events = write(run("rule-2-1-end-throws"));
    List<Event> ends = events.stream().filter(e -> e.what().equals("end")).toList();
    assertTrue(ends.stream().anyMatch(e -> e.fact(Event.TEXT).startsWith("throws")), "" + ends);
    assertTrue(ends.stream().allMatch(e -> e.kind() == EventKind.CALLBACK), ends::toString);
  }

  @Test
  void shouldAddUpWhatWasFoundOfADriver() throws Exception {
    Event broken = only(write(run("rule-1-1-waiting-is-reported")), EventKind.FIGURES);
    assertEquals("1", broken.fact("violations"));
    assertEquals("0", broken.fact("stale"));
    Event stale = only(write(run("s14-nobody-calls", "not-announced")), EventKind.FIGURES);
    assertEquals("kvm", stale.who().driver());
    assertTrue(Integer.parseInt(stale.fact("stale")) > 0, stale::toString);
  }

  @Test
  void shouldTellWhoDeclined() throws Exception {
    List<Event> events = write(run("rule-2-2-end-after-decline"));
    Event decline =
        events.stream().filter(e -> e.kind() == EventKind.DECLINE).findFirst().orElseThrow();
    assertEquals(Event.WOULD_BLOCK, decline.answer());
    assertTrue(!decline.who().driver().isEmpty() && !decline.what().contains(" "));
  }
}
