package mm.shell;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What all commands share: where they look, where they write, and {@code --json}. */
abstract class ShellCommand implements Callable<Integer> {
  private final Engine engine;
  private final PrintStream out;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Explain this command.")
  private boolean help;

  @Option(names = "--json", description = "JSON instead of text.")
  private boolean json;

  ShellCommand(Engine engine, PrintStream out) {
    this.engine = engine;
    this.out = out;
  }

  final Engine engine() {
    return engine;
  }

  final PrintStream out() {
    return out;
  }

  final boolean wantsJson() {
    return json;
  }

  /** Shows a table; {@code empty} stands for one without rows. */
  final void show(List<Map<String, Object>> rows, String empty) {
    if (json) {
      Json.write(out, rows);
    } else if (rows.isEmpty()) {
      out.println(empty);
    } else {
      Table.lines(rows).forEach(out::println);
    }
  }

  /** Shows one thing with its properties. */
  final void show(Map<String, Object> properties) {
    if (json) {
      Json.write(out, properties);
    } else {
      Table.properties(properties).forEach(out::println);
    }
  }
}
