package mm.shell;

import java.io.PrintStream;
import java.nio.file.Path;
import mm.deploy.service.DeployReport;
import mm.deploy.service.Deployment;
import mm.deploy.service.Deployment.Mode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code install}: an order to the deployer. */
@Command(
    name = "install",
    header = InstallCommand.SUMMARY,
    description =
        "The jar is checked by the rules of 'verify' and copied. A new version of a driver that is here is a 'swap'.")
final class InstallCommand extends OrderCommand {
  static final String SUMMARY = "Install a driver bundle that is not here yet.";

  @Parameters(index = "0", paramLabel = "JAR", description = "The bundle.")
  private Path jar;

  InstallCommand(Engine engine, PrintStream out) {
    super(engine, out);
  }

  @Override
  DeployReport order(Deployment deployment, Mode mode) {
    return deployment.install(jar, mode);
  }
}
