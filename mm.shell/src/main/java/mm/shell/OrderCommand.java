package mm.shell;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import mm.deploy.service.DeployReport;
import mm.deploy.service.Deployment;
import mm.deploy.service.Deployment.Mode;
import picocli.CommandLine.Option;

/** An order to the deployer; its report is shown, and its outcome decides about the exit code. */
abstract class OrderCommand extends ShellCommand {
  @Option(
      names = "--dry-run",
      description = "Check it, show which bundles would be refreshed, and change nothing.")
  private boolean dryRun;

  OrderCommand(Engine engine, PrintStream out) {
    super(engine, out);
  }

  /** Gives the order. */
  abstract DeployReport order(Deployment deployment, Mode mode);

  @Override
  public final Integer call() {
    DeployReport report = order(engine().deployment(), dryRun ? Mode.DRY_RUN : Mode.EXECUTE);
    show(properties(report));
    return exitCode(report);
  }

  static int exitCode(DeployReport report) {
    return report.satisfied() ? ExitCode.OK : ExitCode.FINDINGS;
  }

  /** What is shown of a report. */
  static Map<String, Object> properties(DeployReport report) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("outcome", report.outcome().toString());
    properties.put("unit", report.unit());
    properties.put("version", report.version());
    properties.put("message", report.message());
    properties.put("findings", report.findings().stream().map(Object::toString).toList());
    properties.put("closure", report.closure());
    report
        .swap()
        .ifPresent(
            swap -> {
              properties.put("attachments", swap.attachments());
              properties.put("handedOver", swap.handedOver());
              properties.put("lingering", swap.lingering());
              properties.put("drainMicros", swap.drainNanos() / 1_000);
            });
    return properties;
  }
}
