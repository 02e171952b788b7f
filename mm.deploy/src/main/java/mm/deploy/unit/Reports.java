package mm.deploy.unit;

import java.util.List;
import java.util.Optional;
import mm.api.Finding;
import mm.api.SwapReport;
import mm.deploy.service.DeployReport;
import mm.deploy.service.DeployReport.Outcome;

/** Makes reports. */
final class Reports {
  private Reports() {}

  static DeployReport refused(String name, String version, String message) {
    return report(Outcome.REFUSED, name, version, message, List.of());
  }

  static DeployReport refused(String name, String version, RefusedJarException why) {
    return report(Outcome.REFUSED, name, version, why.getMessage(), why.findings());
  }

  static DeployReport refused(Jar jar, Finding why) {
    return report(Outcome.REFUSED, jar.name(), jar.version(), why.message(), List.of(why));
  }

  static DeployReport unchanged(Jar jar) {
    return report(
        Outcome.UNCHANGED, jar.name(), jar.version(), "These bytes are in charge", List.of());
  }

  /** A unit is here that was to be installed. */
  static DeployReport present(Jar jar, Deployed current) {
    return current.jar().sha256().equals(jar.sha256())
        ? unchanged(jar)
        : refused(
            jar.name(),
            jar.version(),
            "Version " + current.version() + " is in charge: swap it for this one");
  }

  static DeployReport planned(Jar jar, String message, List<String> closure) {
    return new DeployReport(
        Outcome.PLANNED, jar.name(), jar.version(), message, List.of(), closure, Optional.empty());
  }

  static DeployReport done(Jar jar, String message, List<String> closure) {
    return done(jar, message, closure, Optional.empty());
  }

  static DeployReport done(
      Jar jar, String message, List<String> closure, Optional<SwapReport> swap) {
    return new DeployReport(
        Outcome.DONE, jar.name(), jar.version(), message, List.of(), closure, swap);
  }

  static DeployReport kept(
      Jar jar, String message, List<Finding> findings, Optional<SwapReport> swap) {
    return new DeployReport(
        Outcome.KEPT, jar.name(), jar.version(), message, findings, List.of(), swap);
  }

  private static DeployReport report(
      Outcome outcome, String name, String version, String message, List<Finding> findings) {
    return new DeployReport(outcome, name, version, message, findings, List.of(), Optional.empty());
  }
}
