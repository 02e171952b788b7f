package mm.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The files that a run leaves behind, for every verb that has runs. */
final class ReportOptions {
  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = {
        "Write one page that works without a network: timeline, addresses over time, latencies, "
            + "who was told in vain, declined or waited, the reaper, and the story of what was found."
      })
  private Path report;

  @Option(
      names = "--perfetto",
      paramLabel = "FILE",
      description = "Write a trace that ui.perfetto.dev and chrome://tracing open.")
  private Path perfetto;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Write a table: calls, declines and latencies per driver and callback.")
  private Path csv;

  @Option(
      names = "--events",
      paramLabel = "FILE",
      description =
          "Write what happened as JSON Lines, one event a line; docs/events.schema.json is its schema.")
  private Path events;

  /** Adds what was given to the options of a verb. */
  void addTo(Map<String, Object> options) {
    put(options, "report", report);
    put(options, "perfetto", perfetto);
    put(options, "csv", csv);
    put(options, "events", events);
  }

  /** Adds what was given to a command line. */
  void addTo(List<String> arguments) {
    ConformCommand.add(arguments, "--report", report);
    ConformCommand.add(arguments, "--perfetto", perfetto);
    ConformCommand.add(arguments, "--csv", csv);
    ConformCommand.add(arguments, "--events", events);
  }

  private static void put(Map<String, Object> options, String name, Path file) {
    if (file != null) {
      options.put(name, file);
    }
  }
}
