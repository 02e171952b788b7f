package mm.shell;

import java.io.PrintStream;
import mm.api.AddressRange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code trace}: keeps the latest callbacks, and shows them. */
@Command(
    name = "trace",
    header = TraceCommand.SUMMARY,
    description = "The latest " + CallbackTrace.CAPACITY + " are kept; each costs a lock.")
final class TraceCommand extends ShellCommand {
  static final String SUMMARY =
      "Keep the latest callbacks ('trace on'), show them ('trace'), stop ('trace off').";

  /** What to do. */
  enum Action {
    /** Show the latest. */
    SHOW,
    /** Keep them from now on. */
    ON,
    /** Keep no more. */
    OFF,
    /** Forget those kept. */
    CLEAR
  }

  @Parameters(
      arity = "0..1",
      paramLabel = "ACTION",
      defaultValue = "SHOW",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Action action;

  @Option(
      names = "--last",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many to show. Default: ${DEFAULT-VALUE}.")
  private int last;

  TraceCommand(Engine engine, PrintStream out) {
    super(engine, out);
  }

  @Override
  public Integer call() {
    CallbackTrace trace = engine().trace();
    switch (action) {
      case ON -> trace.set(CallbackTrace.State.ON);
      case OFF -> trace.set(CallbackTrace.State.OFF);
      case CLEAR -> trace.clear();
      default -> show(trace.rows(last, AddressRange.WHOLE), "nothing traced; 'trace on' starts");
    }
    return ExitCode.OK;
  }
}
