package mm.shell;

import java.io.PrintStream;
import java.util.concurrent.CompletionStage;
import mm.api.DriverRegistry;
import picocli.CommandLine.Command;

/** {@code release}: ends a quarantine. */
@Command(name = "release", header = ReleaseCommand.SUMMARY)
final class ReleaseCommand extends ServiceCommand {
  static final String SUMMARY =
      "End a driver's quarantine: it is attached anew, with nothing translated.";

  ReleaseCommand(Engine engine, PrintStream out) {
    super(engine, out);
  }

  @Override
  CompletionStage<Void> change(DriverRegistry drivers, String id) {
    return drivers.release(id);
  }
}
