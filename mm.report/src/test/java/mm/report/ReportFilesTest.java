package mm.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {
  @TempDir Path folder;

  private static String refusal(Map<String, Object> options) {
    return assertThrows(IOException.class, () -> ReportFiles.of(options).begin()).getMessage();
  }

  @Test
  void shouldWantNothingWithoutOptions() {
    assertTrue(ReportFiles.of(Map.of("json", true)).isEmpty());
  }

  @Test
  void shouldLeaveExactlyTheFilesThatWereAskedFor() throws IOException {
    Path page = folder.resolve("a.html");
    Path trace = folder.resolve("a.json");
    try (ReportRun run = ReportFiles.of(Map.of("report", page, "perfetto", trace)).begin()) {
      Logs.oneOfEach().forEach(run.log()::write);
      run.complete();
    }
    try (var files = Files.list(folder)) {
      assertEquals(2, files.count());
    }
    assertTrue(Files.size(page) > 0 && Files.size(trace) > 0);
  }

  @Test
  void shouldKeepTheLogWhenItWasAskedFor() throws IOException {
    Path events = folder.resolve("a.jsonl");
    Path table = folder.resolve("a.csv");
    try (ReportRun run = ReportFiles.of(Map.of("events", events, "csv", table)).begin()) {
      Logs.oneOfEach().forEach(run.log()::write);
      run.complete();
    }
    assertEquals(Logs.oneOfEach().size(), Files.readAllLines(events).size());
    assertEquals(3, Files.readAllLines(table).size());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldNameTheFileThatDoesNotFitOnItsDisk() throws IOException {
    for (String option : List.of("report", "perfetto", "csv", "events")) {
      Map<String, Object> options = Map.of(option, Path.of("/dev/full"));
      try (ReportRun run = ReportFiles.of(options).begin()) {
        Logs.oneOfEach().forEach(run.log()::write);
        String message = assertThrows(IOException.class, run::complete, option).getMessage();
        assertTrue(message.startsWith("/dev/full: ") && message.contains("; make room"), message);
      }
    }
  }

  @Test
  void shouldRefuseBeforeTheRunWhatCouldNotBeWrittenAfterIt() {
    Path missing = folder.resolve("no").resolve("a.html");
    assertTrue(refusal(Map.of("report", missing)).contains("there is no folder"));
    assertTrue(refusal(Map.of("csv", folder)).contains("is a directory"));
    Path twice = folder.resolve("a");
    assertTrue(refusal(Map.of("csv", twice, "report", twice)).contains("are the same"));
    assertFalse(Files.exists(twice));
  }
}
