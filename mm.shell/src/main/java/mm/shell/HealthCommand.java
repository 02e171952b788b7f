package mm.shell;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code health}: what an operator has to look at. */
@Command(
    name = "health",
    header = HealthCommand.SUMMARY,
    footer = "Exit code 1 unless everything is OK.")
final class HealthCommand extends ShellCommand {
  static final String SUMMARY =
      "Check the engine: refused or quarantined drivers, broken promises, deadlocks, old sections, "
          + "what the deployer could not bring in, what was configured and refused.";

  HealthCommand(Engine engine, PrintStream out) {
    super(engine, out);
  }

  @Override
  public Integer call() {
    List<Check> checks = Check.all(engine());
    show(checks.stream().map(HealthCommand::row).toList(), "nothing to check");
    boolean fine = checks.stream().allMatch(each -> each.status() == Check.Status.OK);
    return fine ? ExitCode.OK : ExitCode.FINDINGS;
  }

  private static Map<String, Object> row(Check check) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("check", check.name());
    row.put("status", check.status().toString());
    row.put("detail", check.details());
    return row;
  }
}
