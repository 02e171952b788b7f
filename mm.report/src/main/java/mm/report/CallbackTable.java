package mm.report;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mm.report.figures.CallbackFigures;

/** A table of drivers and callbacks as comma-separated values (RFC 4180). */
final class CallbackTable {
  private static final String HEADER =
      "driver,callback,calls,forbidden,declined,p50_ns,p90_ns,p99_ns,max_ns,total_ns";

  private CallbackTable() {}

  static void write(Path log, Path file) throws IOException {
    CallbackFigures figures = new CallbackFigures();
    EventReader.forEach(log, figures::add);
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write(HEADER + "\r\n");
      for (Map.Entry<CallbackFigures.Key, CallbackFigures.Row> each : figures.rows().entrySet()) {
        out.write(line(each.getKey(), each.getValue()) + "\r\n");
      }
    }
  }

  private static String line(CallbackFigures.Key key, CallbackFigures.Row row) {
    return Stream.of(
            quoted(key.driver()),
            quoted(key.callback()),
            row.calls(),
            row.forbidden(),
            row.declined(),
            row.percentile(50),
            row.percentile(90),
            row.percentile(99),
            row.maxNanos(),
            row.totalNanos())
        .map(Object::toString)
        .collect(Collectors.joining(","));
  }

  /** As it is, unless it would break the table. */
  private static String quoted(String text) {
    return text.matches("[^,\"\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
