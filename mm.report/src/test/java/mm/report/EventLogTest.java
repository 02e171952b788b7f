package mm.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventLogTest {
  private static final Path SCHEMA = Path.of("..", "docs", "events.schema.json");

  /** A device of Linux that is always full. */
  private static final Path FULL = Path.of("/dev/full");

  @TempDir Path folder;

  @Test
  void shouldReadWhatItWrote() throws IOException {
    Path file = Logs.write(folder, Logs.oneOfEach());
    List<Event> read = new ArrayList<>();
    EventReader.forEach(file, read::add);
    List<Event> numbered = new ArrayList<>();
    Logs.oneOfEach().forEach(each -> numbered.add(each.numbered(numbered.size() + 1)));
    assertEquals(numbered, read);
  }

  @Test
  void shouldKnowAnEventOfEachKind() {
    Set<EventKind> seen = Logs.oneOfEach().stream().map(Event::kind).collect(Collectors.toSet());
    assertEquals(EnumSet.allOf(EventKind.class), seen, "the tests below are vacuous otherwise");
  }

  @Test
  void shouldKeepToThePublishedSchema() throws IOException {
    JsonSchema schema = schema();
    for (String line : Files.readAllLines(Logs.write(folder, Logs.oneOfEach()))) {
      assertEquals(Set.of(), schema.validate(new ObjectMapper().readTree(line)), line);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'seq':1,'kind':'callback','t':0,'driver':'kvm'}",
        "{'seq':1,'kind':'teatime','t':0}",
        "{'seq':1,'kind':'operation','t':-1,'what':'brk'}",
        "{'seq':1,'kind':'stale','t':0,'driver':'kvm','start':'0x1000'}",
        "{'seq':1,'kind':'stale','t':0,'driver':'kvm','start':'4096','end':'8192'}",
        "{'seq':1,'kind':'stale','t':0,'driver':'kvm','colour':'red'}"
      })
  void shouldHaveASchemaThatRefusesOtherLines(String line) throws IOException {
    JsonNode json = new ObjectMapper().readTree(line.replace('\'', '"'));
    assertTrue(!schema().validate(json).isEmpty(), line);
  }

  @Test
  void shouldNameEveryKindInTheSchema() throws IOException {
    JsonNode kinds = new ObjectMapper().readTree(SCHEMA.toFile()).at("/properties/kind/enum");
    Set<String> named = new java.util.TreeSet<>();
    kinds.forEach(each -> named.add(each.asText()));
    assertEquals(
        Arrays.stream(EventKind.values()).map(EventKind::toString).collect(Collectors.toSet()),
        named);
  }

  private static JsonSchema schema() throws IOException {
    try (InputStream in = Files.newInputStream(SCHEMA)) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in);
    }
  }

  @Test
  void shouldKeepLinesWholeWhenSeveralThreadsWrite() throws Exception {
    Path file = folder.resolve("events.jsonl");
    try (EventLog log = EventLog.create(file)) {
      Runnable work =
          () -> {
            for (int i = 0; i < 2_000; i++) {
              log.write(Logs.callback("start", i).by(Who.driver("kvm")));
            }
          };
      List<Thread> threads = List.of(new Thread(work), new Thread(work));
      threads.forEach(Thread::start);
      for (Thread each : threads) {
        each.join();
      }
    }
    List<Long> numbers = new ArrayList<>();
    EventReader.forEach(file, event -> numbers.add(event.sequence()));
    assertEquals(java.util.stream.LongStream.rangeClosed(1, 4_000).boxed().toList(), numbers);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldGoSilentOnAFullDiskAndNameTheFileWhenAsked() throws IOException {
    EventLog log = EventLog.create(FULL);
    for (int i = 0; i < 1_000; i++) { // more than any buffer holds
      log.write(Logs.callback("start", i));
    }
    String asked = assertThrows(UncheckedIOException.class, log::check).getCause().getMessage();
    String closed = assertThrows(IOException.class, log::close).getMessage();
    assertEquals(asked, closed);
    assertTrue(closed.matches("/dev/full: .*; make room there or name another place"), closed);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldNameTheFullFileWhenOnlyItsEndDoesNotFit() throws IOException {
    EventLog log = EventLog.create(FULL);
    log.write(Logs.callback("start", 1));
    log.check();
    String closed = assertThrows(IOException.class, log::close).getMessage();
    assertTrue(closed.startsWith("/dev/full: "), closed);
    log.close();
  }

  @Test
  void shouldPassOverWhatComesAfterTheEnd() throws IOException {
    EventLog log = EventLog.create(folder.resolve("events.jsonl"));
    log.close();
    log.write(Logs.callback("start", 1));
    log.close();
    assertEquals("\n", Files.readString(folder.resolve("events.jsonl")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'t':0}|an event has the fields 'kind' and 't'",
        "{'kind':'teatime','t':0}|there is no kind 'teatime'",
        "{'kind':'stale','t':0,'start':'12'}|'start' is '12'",
        "{'kind':'stale','t':0,'facts':{'a':1}}|fact 'a' is no text",
        "[1]|expected one object a line",
        "{'kind':|no event log"
      })
  void shouldNameFileAndLineOfWhatIsNoEvent(String line, String message) throws IOException {
    Path file = folder.resolve("bad.jsonl");
    Files.writeString(file, "{\"kind\":\"verdict\",\"t\":0}\n" + line.replace('\'', '"') + "\n");
    IOException thrown =
        assertThrows(IOException.class, () -> EventReader.forEach(file, event -> {}));
    assertTrue(thrown.getMessage().startsWith(file + ":2: "), thrown.getMessage());
    assertTrue(thrown.getMessage().contains(message), thrown.getMessage());
  }
}
