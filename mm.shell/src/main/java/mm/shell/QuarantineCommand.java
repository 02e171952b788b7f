package mm.shell;

import java.io.PrintStream;
import java.util.concurrent.CompletionStage;
import mm.api.DriverRegistry;
import mm.api.Finding;
import mm.api.Rule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code quarantine}: takes a driver out until it is released. */
@Command(
    name = "quarantine",
    header = QuarantineCommand.SUMMARY,
    description =
        "It drops its translations, gets an end for every start it saw, then no callback. No "
            + "change of policy brings it back (R4.7).")
final class QuarantineCommand extends ServiceCommand {
  static final String SUMMARY = "Take a driver out of all its spaces until 'release'.";

  @Parameters(index = "1", arity = "0..1", paramLabel = "REASON", defaultValue = "by an operator")
  private String reason;

  QuarantineCommand(Engine engine, PrintStream out) {
    super(engine, out);
  }

  @Override
  CompletionStage<Void> change(DriverRegistry drivers, String id) {
    return drivers.quarantine(
        id, new Finding(Rule.R4_7, "Taken out: " + reason + ".", "release " + id));
  }
}
