package mm.shell;

import java.io.PrintStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stats}: counts and latencies of callbacks. */
@Command(
    name = "stats",
    header = StatsCommand.SUMMARY,
    description = "Counted since the start or the last --reset. Latencies have two digits.")
final class StatsCommand extends ShellCommand {
  static final String SUMMARY =
      "Show how often each driver's callbacks ran, how long, how often they declined.";

  @Option(names = "--reset", description = "Count from zero after showing.")
  private boolean reset;

  StatsCommand(Engine engine, PrintStream out) {
    super(engine, out);
  }

  @Override
  public Integer call() {
    show(engine().statistics().rows(), "no callback has run");
    if (reset) {
      engine().statistics().reset();
    }
    return ExitCode.OK;
  }
}
