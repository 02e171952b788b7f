package mm.shell;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mm.api.Wait;
import mm.api.WaitGraph;
import picocli.CommandLine.Command;

/** {@code waits}: who waits for whom, and who blocks each other. */
@Command(
    name = "waits",
    header = WaitsCommand.SUMMARY,
    description = {
      "Waits at the ports of drivers, for open sections and in close(); locks of the JDK where a "
          + "thread of the chain stands before one. CYCLE numbers those that block each other.",
      "A queue can be woken by ONE of the threads that woke it before or have a section open; "
          + "other waits end when ALL who hold have let go."
    },
    footer = "Exit code 1 when threads block each other.")
final class WaitsCommand extends ShellCommand {
  static final String SUMMARY =
      "List who waits for whom, and name the drivers that block each other.";

  WaitsCommand(Engine engine, PrintStream out) {
    super(engine, out);
  }

  @Override
  public Integer call() {
    WaitGraph graph = engine().core().waitGraph();
    Map<String, Integer> cycles = WaitRows.cycles(graph);
    List<Wait> waits = graph.waits();
    show(waits.stream().map(each -> row(each, cycles)).toList(), "nobody waits");
    return cycles.isEmpty() ? ExitCode.OK : ExitCode.FINDINGS;
  }

  private static Map<String, Object> row(Wait wait, Map<String, Integer> cycles) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("cycle", cycles.containsKey(wait.thread()) ? cycles.get(wait.thread()) : "");
    row.put("driver", wait.driver());
    row.put("thread", wait.thread());
    row.put("space", wait.space());
    row.put("callback", wait.callback());
    row.put("waits for", wait.port());
    row.put("needs", wait.needs().toString());
    row.put("of", wait.holders());
    row.put("ms", WaitRows.millis(wait));
    return row;
  }
}
