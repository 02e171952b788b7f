package mm.shell;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mm.deploy.service.Transition;
import mm.deploy.service.Unit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code units}: what is deployed, and how it came to be. */
@Command(
    name = "units",
    header = UnitsCommand.SUMMARY,
    description = "With a driver or a bundle: its state, its findings and its whole history.")
final class UnitsCommand extends ShellCommand {
  static final String SUMMARY = "List the deployed bundles with version, state and origin.";

  private static final String FILE = "file:";

  @Parameters(index = "0", arity = "0..1", paramLabel = "DRIVER")
  private String name;

  UnitsCommand(Engine engine, PrintStream out) {
    super(engine, out);
  }

  @Override
  public Integer call() {
    if (name == null) {
      show(engine().deployment().units().stream().map(UnitsCommand::row).toList(), "no units");
    } else {
      show(whole());
    }
    return ExitCode.OK;
  }

  private Map<String, Object> whole() {
    Unit unit =
        engine()
            .deployment()
            .find(name)
            .orElseThrow(() -> CommandFailure.unusable("no unit or driver '" + name + "'"));
    Map<String, Object> all = row(unit);
    path(unit).ifPresent(each -> all.put("location", each));
    all.put("sha256", unit.sha256());
    all.put("file", unit.desired().orElse(""));
    all.put("findings", unit.findings().stream().map(Object::toString).toList());
    all.put("history", unit.history().stream().map(UnitsCommand::line).toList());
    return all;
  }

  private static Map<String, Object> row(Unit unit) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("unit", unit.name());
    row.put("version", unit.version());
    row.put("state", unit.state().toString());
    row.put("drivers", List.copyOf(unit.drivers()));
    row.put("source", path(unit).map(UnitsCommand::name).orElse(unit.source()));
    row.put("previous", unit.previous().orElse(""));
    row.put("probation", unit.probation());
    return row;
  }

  /** The jar of a bundle that was not deployed, such as the engine that mm was started with. */
  private static Optional<String> path(Unit unit) {
    String url = unit.source().replaceFirst("^reference:", "");
    return url.startsWith(FILE)
        ? Optional.of(url.substring(FILE.length()).replaceFirst("^//+", "/"))
        : Optional.empty();
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String line(Transition step) {
    return step.at()
        + " "
        + step.version()
        + " "
        + step.from()
        + " -> "
        + step.to()
        + ": "
        + step.reason();
  }
}
