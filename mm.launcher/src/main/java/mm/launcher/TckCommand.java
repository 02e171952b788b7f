package mm.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code mm tck}: runs the conformance kit on finished bundles, in a JVM that a driver may hang.
 */
@Command(
    name = "tck",
    mixinStandardHelpOptions = true,
    versionProvider = MmCommand.Version.class,
    sortOptions = false,
    header = "Run the conformance kit on finished driver bundles.",
    description = {
      "",
      "Loads each driver of a bundle into a class loader of its own, attaches it to an engine and "
          + "does to it what a system would: faults, sections that nest, overlap and are declined, "
          + "fork, exec and exit, release, detaching and replacement. One line per rule tells "
          + "what was found; docs/tck.md tells what is looked at. Needs no source. A driver that "
          + "hangs gets a verdict too.",
      "",
      "It runs the driver's code, which 'mm verify' does not.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every driver conforms; remarks do not count",
      "1:at least one rule is broken",
      "2:no driver bundle, a file that cannot be read or written, or a wrong command line"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mm tck my-driver/target/my-driver.jar",
      "  mm tck --junit target/tck.xml deploy/*.jar",
      "",
      "'mm explain RULE' tells why there is a rule."
    })
final class TckCommand implements Callable<Integer> {
  private static final PlainJvm.Program TCK = new PlainJvm.Program("tck", "mm.tck.run.Main");
  private static final String JVM_OPTIONS = "MM_JAVA_OPTS";

  /** What mm.tck.run.Main adds to its exit codes: any other is none of the kit's. */
  private static final int FINISHED = 180;

  private static final int SIGNAL = 128;

  private final PlainJvm jvm;
  private final Console console;

  @Parameters(arity = "1..*", paramLabel = "BUNDLE.jar", description = "Driver bundles.")
  private List<String> bundles = new ArrayList<>();

  @Option(names = "--json", description = "One JSON object on standard output, nothing else there.")
  private boolean json;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Write the verdicts as JUnit XML, too.")
  private String junit;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "3",
      description =
          "How long a driver may wait where nothing should take time, before it counts as hanging; "
              + "at work it gets six times as long (default: ${DEFAULT-VALUE}).")
  private int patience;

  @Spec private CommandSpec spec;

  TckCommand(Console console) {
    this(PlainJvm.ofThisProcess(), console);
  }

  TckCommand(PlainJvm jvm, Console console) {
    this.jvm = jvm;
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    int exit = jvm.run(TCK, ConformCommand.jvmOptions(System.getenv(JVM_OPTIONS)), arguments());
    return exit < FINISHED ? endedEarly(exit) : exit - FINISHED;
  }

  /** By a driver, unless it was a signal. */
  private int endedEarly(int exit) {
    if (exit > SIGNAL) {
      return exit;
    }
    console.err().println("mm: a driver ended the JVM of the kit (exit code " + exit + ")");
    return ExitCode.FINDINGS;
  }

  private List<String> arguments() {
    if (patience < 1) {
      throw new ParameterException(
          spec.commandLine(), "--patience has to be at least 1 second, not " + patience);
    }
    List<String> arguments = new ArrayList<>(List.of("--patience", String.valueOf(patience)));
    if (json) {
      arguments.add("--json");
    }
    if (junit != null) {
      arguments.addAll(List.of("--junit", junit));
    }
    if (console.showsProgress()) {
      arguments.add("--progress");
    }
    arguments.add("--"); // whatever follows is a file, also when it looks like an option
    arguments.addAll(bundles);
    return arguments;
  }
}
