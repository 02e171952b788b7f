package mm.shell;

import java.io.PrintStream;
import mm.deploy.service.DeployReport;
import mm.deploy.service.Deployment;
import mm.deploy.service.Deployment.Mode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code remove}: an order to the deployer. */
@Command(
    name = "remove",
    header = RemoveCommand.SUMMARY,
    description =
        "It gets an end for every start that it saw, and is released, before its bundle goes. Its jar in the deploy folder is deleted.")
final class RemoveCommand extends OrderCommand {
  static final String SUMMARY = "Remove a driver: drain, stop, uninstall.";

  @Parameters(
      index = "0",
      paramLabel = "DRIVER",
      description =
          "Its id, its bundle, or mm.core: then the engine that mm was started with serves again.")
  private String name;

  RemoveCommand(Engine engine, PrintStream out) {
    super(engine, out);
  }

  @Override
  DeployReport order(Deployment deployment, Mode mode) {
    return deployment.remove(name, mode);
  }
}
