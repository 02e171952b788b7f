package mm.shell;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code replay}: a recorded program through the drivers that run here. */
@Command(
    name = "replay",
    header = ReplayShellCommand.SUMMARY,
    description = "As the verb 'mm replay', whose --help tells more.")
final class ReplayShellCommand extends ShellCommand {
  static final String SUMMARY = "Replay a recorded program through the drivers of this framework.";

  private final PrintStream err;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Recordings, in order.")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--drivers", paramLabel = "ID", split = ",", description = "Only these.")
  private List<String> drivers = new ArrayList<>();

  @Option(names = "--from", paramLabel = "WHAT", description = "calls or notifications.")
  private String from;

  @Option(names = "--device", paramLabel = "POLICY", description = "none, mirror or random.")
  private String device;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of all choices.")
  private long seed;

  ReplayShellCommand(Engine engine, PrintStream out, PrintStream err) {
    super(engine, out);
    this.err = err;
  }

  @Override
  public Integer call() {
    return engine()
        .verb("replay")
        .orElseThrow(() -> CommandFailure.failed("the bundle mm.replay is not running"))
        .applyAsInt(options());
  }

  private Map<String, Object> options() {
    Map<String, Object> options = new HashMap<>();
    options.put("files", List.copyOf(files));
    options.put("drivers", List.copyOf(drivers));
    options.put("seed", seed);
    options.put("json", wantsJson());
    options.put("out", out());
    options.put("err", err);
    if (from != null) {
      options.put("from", from);
    }
    if (device != null) {
      options.put("device", device);
    }
    return options;
  }
}
