package mm.shell;

import java.io.PrintStream;
import mm.deploy.service.DeployReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rollback}: an order to the deployer. */
@Command(
    name = "rollback",
    header = RollbackCommand.SUMMARY,
    description =
        "Possible until the new version has proved itself, when the one before is forgotten.")
final class RollbackCommand extends ShellCommand {
  static final String SUMMARY = "Swap a driver back to the version before.";

  @Parameters(
      index = "0",
      paramLabel = "DRIVER",
      description = "Its id, its bundle, or mm.core for the engine.")
  private String name;

  RollbackCommand(Engine engine, PrintStream out) {
    super(engine, out);
  }

  @Override
  public Integer call() {
    DeployReport report = engine().deployment().rollback(name);
    show(OrderCommand.properties(report));
    return OrderCommand.exitCode(report);
  }
}
