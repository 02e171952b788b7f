package mm.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mm run}: Felix with the drivers, with a shell when there is a terminal. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = MmCommand.Version.class,
    header = "Start Felix with the drivers and a shell, until 'exit' or a signal.",
    description = {
      "",
      "On a terminal the Gogo shell opens; 'help' lists its commands. Without one, or with "
          + "--headless, prints one line when ready and waits for a signal (Ctrl-C, SIGTERM), "
          + "which stops the bundles in order. 'mm ctl COMMAND' runs a command of the shell from outside.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:ended by 'exit'",
      "2:a wrong command line, a port or storage folder that is taken, or a file of conf that cannot "
          + "be used",
      "130, 143:ended by Ctrl-C, by SIGTERM"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  mm run", "  mm run --headless --bundles my-driver/target --log debug"})
final class RunCommand implements Callable<Integer> {
  private static final String LOGBACK = "logback.configurationFile";

  private final Console console;
  private final Path home;
  private final Host.Factory hosts;

  @Mixin private HostOptions hostOptions = new HostOptions();

  @Mixin private GuardsOption guards = new GuardsOption();

  @Option(names = "--headless", description = "No shell, even on a terminal.")
  private boolean headless;

  @Option(
      names = "--storage",
      paramLabel = "DIR",
      description =
          "Where this mm lives: its lock, bundle cache and control channel. One mm at a time. "
              + "Default: var in the installation.")
  private Path storage;

  @Option(
      names = "--metrics",
      paramLabel = "PORT",
      description =
          "Serve /metrics for Prometheus on this port of the loopback address. Default: off.")
  private Integer metrics;

  RunCommand(Console console, Path home, Host.Factory hosts) {
    this.console = console;
    this.home = home;
    this.hosts = hosts;
  }

  /** Where an mm lives unless told otherwise. */
  static Path defaultStorage(Path home) {
    return home.resolve("var");
  }

  @Override
  public Integer call() {
    hostOptions.applyLogLevel(LogLevel.INFO);
    hostOptions.applyDriverOptions();
    hostOptions.applyPolicy();
    guards.apply();
    boolean shell = console.isInteractive() && !headless;
    Host.Purpose purpose = shell ? Host.Purpose.SHELL : Host.Purpose.SERVICE;
    List<Path> jars = hostOptions.extraJars();
    Path folder = storage == null ? defaultStorage(home) : storage;
    logInto(folder);
    applyMetrics();
    try (Host host = hosts.open(jars, purpose, Storage.in(folder))) {
      UnusableBundles.report(host, console.err());
      hostOptions.refuseSettingsOfNobody(host);
      if (!shell && !Ending.hasBegun()) {
        announce(DriverRow.all(host));
      }
      host.awaitStop();
    }
    return ExitCode.OK;
  }

  /** A port that cannot be had is told before anything is started. */
  private void applyMetrics() {
    if (metrics == null) {
      return;
    }
    try {
      new ServerSocket(metrics, 1, InetAddress.getLoopbackAddress()).close();
      System.setProperty("mm.metrics.port", metrics.toString());
    } catch (IOException | IllegalArgumentException e) {
      throw Problem.unusable(
          "--metrics "
              + metrics
              + ": cannot listen there: "
              + e.getMessage()
              + "; give another port");
    }
  }

  /** What conf/logback.xml reads; before the first logger exists. */
  private void logInto(Path folder) {
    System.setProperty("mm.storage", folder.toString());
    Path configuration = home.resolve("conf").resolve("logback.xml");
    if (System.getProperty(LOGBACK) == null && Files.exists(configuration)) {
      System.setProperty(LOGBACK, configuration.toString());
    }
  }

  /** One line, so that a supervisor can wait for it. */
  private void announce(List<DriverRow> drivers) {
    long admitted = drivers.stream().filter(DriverRow::isAdmitted).count();
    console.out().println("ready: " + admitted + " of " + drivers.size() + " drivers admitted");
    console.out().flush();
  }
}
