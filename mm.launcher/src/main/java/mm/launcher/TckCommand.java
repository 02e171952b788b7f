package mm.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
      "2:no driver bundle, a file that cannot be read, or a wrong command line"
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

  TckCommand(Console console) {
    this(PlainJvm.ofThisProcess(), console);
  }

  TckCommand(PlainJvm jvm, Console console) {
    this.jvm = jvm;
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    return jvm.run(TCK, ConformCommand.jvmOptions(System.getenv(JVM_OPTIONS)), arguments());
  }

  private List<String> arguments() {
    List<String> arguments = new ArrayList<>();
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
