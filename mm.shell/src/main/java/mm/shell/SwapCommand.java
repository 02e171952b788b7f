package mm.shell;

import java.io.PrintStream;
import java.nio.file.Path;
import mm.deploy.service.DeployReport;
import mm.deploy.service.Deployment;
import mm.deploy.service.Deployment.Mode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code swap}: an order to the deployer. */
@Command(
    name = "swap",
    header = SwapCommand.SUMMARY,
    description =
        "The new version comes up beside the old one, both are told of everything, one write hands over. What fails or takes too long leaves the old one in charge. The unit is the bundle: all its drivers are swapped.")
final class SwapCommand extends OrderCommand {
  static final String SUMMARY = "Swap a driver for another version of it, under load.";

  @Parameters(
      index = "0",
      paramLabel = "DRIVER",
      description = "Its id, its bundle, or mm.core for the engine.")
  private String name;

  @Parameters(index = "1", paramLabel = "JAR", description = "The other version.")
  private Path jar;

  SwapCommand(Engine engine, PrintStream out) {
    super(engine, out);
  }

  @Override
  DeployReport order(Deployment deployment, Mode mode) {
    return deployment.swap(name, jar, mode);
  }
}
