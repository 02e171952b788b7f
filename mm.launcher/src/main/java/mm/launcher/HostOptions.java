package mm.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options of every verb that starts the framework. */
final class HostOptions {
  @Option(
      names = "--bundles",
      paramLabel = "DIR",
      description = "Also install the jars of this folder: your own drivers. May be repeated.")
  private List<Path> folders = new ArrayList<>();

  @Option(
      names = "--log",
      paramLabel = "LEVEL",
      description = "What to log on standard error: ${COMPLETION-CANDIDATES}. Also: MM_LOG.")
  private LogLevel level;

  @Option(
      names = "--driver-option",
      paramLabel = "DRIVER.OPTION=VALUE",
      description =
          "A setting of a driver, for example i915.era=interval. May be repeated. Each driver's "
              + "README names its options; one that it does not know is refused.")
  private List<String> driverOptions = new ArrayList<>();

  @Option(
      names = "--policy-file",
      paramLabel = "FILE",
      description =
          "Which drivers are welcome, and what becomes of one that breaks its word; "
              + "docs/metadata.md has the keys. Default: conf/mm.policy.cfg of this installation.")
  private Path policy;

  /** It is read before the first driver. */
  void applyPolicy() {
    if (policy != null) {
      if (!Files.isRegularFile(policy)) {
        throw Problem.unusable("--policy-file " + policy + ": no such file");
      }
      System.setProperty(FelixConfiguration.POLICY, policy.toAbsolutePath().toString());
    }
  }

  /** The engine reads them when its bundle starts. */
  void applyDriverOptions() {
    for (String each : driverOptions) {
      if (!each.matches("[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*=[^,]*")) {
        throw Problem.unusable(
            "--driver-option " + each + ": expected DRIVER.OPTION=VALUE, as i915.era=interval");
      }
    }
    if (!driverOptions.isEmpty()) {
      System.setProperty("mm.driver.options", String.join(",", driverOptions));
    }
  }

  /**
   * Refuses settings of drivers that are not deployed; a misspelt id must not be passed over.
   *
   * @param host with the drivers
   */
  void refuseSettingsOfNobody(Host host) {
    if (driverOptions.isEmpty()) {
      return;
    }
    List<String> deployed = DriverRow.all(host).stream().map(DriverRow::id).toList();
    for (String each : driverOptions) {
      String driver = each.substring(0, each.indexOf('.'));
      if (!deployed.contains(driver)) {
        throw Problem.unusable(
            "--driver-option "
                + each
                + ": no driver '"
                + driver
                + "' is deployed; there are "
                + String.join(", ", deployed));
      }
    }
  }

  /**
   * Refuses settings, of the command line or of a file, that their drivers do not take.
   *
   * @param host with the drivers
   */
  void refuseUnknownSettings(Host host) {
    for (Map<String, Object> row : host.view("settings").get()) {
      if (!String.valueOf(row.get("refusal")).isEmpty()) {
        throw Problem.unusable(origin(row.get("driver") + ".") + ": " + row.get("refusal"));
      }
    }
  }

  private String origin(String driver) {
    List<String> own = driverOptions.stream().filter(each -> each.startsWith(driver)).toList();
    return own.isEmpty()
        ? "mm.driver." + driver + "cfg"
        : "--driver-option " + String.join(", ", own);
  }

  /** The settings as given, for verbs that can tell a refused one from a broken driver. */
  List<String> driverOptions() {
    return List.copyOf(driverOptions);
  }

  /** The user's own bundles. */
  List<Path> extraJars() {
    return folders.stream().map(HostOptions::usable).flatMap(List::stream).toList();
  }

  void applyLogLevel(LogLevel otherwise) {
    (level == null ? LogLevel.fromEnvironment(otherwise) : level).apply();
  }

  static List<Path> usable(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw Problem.unusable("--bundles " + folder + ": not a folder");
    }
    if (!Files.isReadable(folder)) {
      throw Problem.unusable("--bundles " + folder + ": may not be read");
    }
    List<Path> jars = Distribution.jars(folder);
    if (jars.isEmpty()) {
      throw Problem.unusable("--bundles " + folder + ": no .jar file in it");
    }
    return jars;
  }
}
