package mm.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code mm bench}: starts the benchmark suite in a JVM of its own. Its libraries would slow every
 * other verb's start down, and it needs a class path that it can hand on to the JVMs it starts.
 */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    versionProvider = MmCommand.Version.class,
    sortOptions = false,
    header = "Measure the engine against its goals.",
    description = {
      "",
      "Runs floors of this machine (a full fence, a call, a read), the engine, and what could be "
          + "used instead of it, and prints how they compare. The goals are ratios, so they "
          + "hold on any machine; docs/performance.md tells what each row means.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all goals met",
      "1:at least one falls short",
      "2:a wrong command line",
      "70:a benchmark failed or gave a wrong answer"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  mm bench --quick", "  mm bench --filter 'list pair' --json", "  mm bench --list"})
final class BenchCommand implements Callable<Integer> {
  private static final PlainJvm.Program BENCH = new PlainJvm.Program("bench", "mm.bench.Main");
  private static final int FEATURE = Runtime.version().feature();
  private static final int UNSAFE_WARNS = 24;

  private final PlainJvm jvm;

  @Spec private CommandSpec spec;

  @Option(
      names = "--quick",
      description = "A first look: fewer and shorter runs, so less to be trusted.")
  private boolean quick;

  @Option(names = "--json", description = "One JSON object on standard output, nothing else there.")
  private boolean json;

  @Option(
      names = "--filter",
      paramLabel = "REGEX",
      description = "Only rows in whose title this is found; see --list.")
  private String filter;

  @Option(names = "--list", description = "Print the titles and goals of the rows; run nothing.")
  private boolean list;

  BenchCommand() {
    this(PlainJvm.ofThisProcess());
  }

  BenchCommand(PlainJvm jvm) {
    this.jvm = jvm;
  }

  @Override
  public Integer call() throws InterruptedException {
    checkFilter();
    return jvm.run(BENCH, jvmOptions(), arguments());
  }

  private void checkFilter() {
    try {
      Pattern.compile(filter == null ? "" : filter);
    } catch (PatternSyntaxException e) { // its message has several lines
      throw new ParameterException(
          spec.commandLine(), "--filter " + filter + ": " + e.getDescription(), e);
    }
  }

  /** JMH uses Unsafe, about which newer JDKs warn with an option that older ones do not know. */
  private static List<String> jvmOptions() {
    return FEATURE >= UNSAFE_WARNS ? List.of("--sun-misc-unsafe-memory-access=allow") : List.of();
  }

  private List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    add(arguments, quick, "--quick");
    add(arguments, json, "--json");
    add(arguments, list, "--list");
    add(arguments, filter != null, "--filter", filter);
    return arguments;
  }

  private static void add(List<String> arguments, boolean wanted, String... words) {
    if (wanted) {
      arguments.addAll(List.of(words));
    }
  }
}
