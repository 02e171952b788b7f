package mm.shell;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mm.api.DriverStatus;
import mm.spi.DriverCapability;
import picocli.CommandLine.Command;

/** {@code drivers}: a line per driver. */
@Command(
    name = "drivers",
    header = DriversShellCommand.SUMMARY,
    footer = "Exit code 1 when one is refused or quarantined; 'info ID' tells why.")
final class DriversShellCommand extends ShellCommand {
  static final String SUMMARY =
      "List the drivers: state, what they declare, where they are attached.";

  DriversShellCommand(Engine engine, PrintStream out) {
    super(engine, out);
  }

  @Override
  public Integer call() {
    List<DriverStatus> drivers = engine().core().drivers().list();
    show(drivers.stream().map(DriversShellCommand::row).toList(), "no driver is deployed");
    boolean fine = drivers.stream().allMatch(each -> each.state() == DriverStatus.State.ADMITTED);
    return fine ? ExitCode.OK : ExitCode.FINDINGS;
  }

  private static Map<String, Object> row(DriverStatus driver) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("driver", driver.id());
    row.put("version", driver.capability().map(DriverCapability::version).orElse(""));
    row.put("state", driver.state().toString());
    row.put("blocking", attribute(driver, "blocking"));
    row.put("failure", attribute(driver, "failure"));
    row.put("spaces", driver.attachments());
    row.put("bundle", driver.origin());
    return row;
  }

  private static Object attribute(DriverStatus driver, String name) {
    return driver.capability().map(each -> each.attributes().get(name)).orElse("");
  }
}
