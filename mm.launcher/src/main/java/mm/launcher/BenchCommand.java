package mm.launcher;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
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
  private static final String MAIN = "mm.bench.Main";
  private static final int FEATURE = Runtime.version().feature();
  private static final int UNSAFE_WARNS = 24;

  private final Starter starter;
  private final Distribution distribution;

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

  /** Runs a program on the streams of this process. */
  interface Starter {
    /**
     * Waits for the program to end.
     *
     * @return its exit code
     */
    int run(List<String> command) throws IOException, InterruptedException;
  }

  BenchCommand() {
    this(BenchCommand::runHere, Distribution.ofThisProcess());
  }

  BenchCommand(Starter starter, Distribution distribution) {
    this.starter = starter;
    this.distribution = distribution;
  }

  @Override
  public Integer call() throws InterruptedException {
    checkFilter();
    try {
      return starter.run(command());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the benchmarks", e);
    }
  }

  private void checkFilter() {
    try {
      Pattern.compile(filter == null ? "" : filter);
    } catch (PatternSyntaxException e) { // its message has several lines
      throw new ParameterException(
          spec.commandLine(), "--filter " + filter + ": " + e.getDescription(), e);
    }
  }

  private List<String> command() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java));
    // JMH uses Unsafe, about which newer JDKs warn with an option that older ones do not know.
    add(command, FEATURE >= UNSAFE_WARNS, "--sun-misc-unsafe-memory-access=allow");
    add(command, true, "-cp", classPath(), MAIN);
    add(command, quick, "--quick");
    add(command, json, "--json");
    add(command, list, "--list");
    add(command, filter != null, "--filter", filter);
    return command;
  }

  private static void add(List<String> command, boolean wanted, String... words) {
    if (wanted) {
      command.addAll(List.of(words));
    }
  }

  private String classPath() {
    Path folder = distribution.home().resolve("lib").resolve("bench");
    if (!Files.isDirectory(folder)) {
      throw Problem.internal("no " + folder + ": this installation has no benchmarks");
    }
    return Distribution.jars(folder).stream()
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static int runHere(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    return process.waitFor();
  }
}
