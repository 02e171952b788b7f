package mm.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mm lab}: hands its options to the program that runs scenarios. */
@Command(
    name = "lab",
    mixinStandardHelpOptions = true,
    versionProvider = MmCommand.Version.class,
    sortOptions = false,
    header = "Settle an argument about notifiers by running it.",
    description = {
      "",
      "A scenario is a small file: address spaces, drivers (real ones or models), threads, and "
          + "what must come out under which rule. The lab runs all orders in which threads and "
          + "callbacks can take their steps, leaves out those that cannot differ, and tells the "
          + "shortest story of what goes wrong: somebody uses memory that is gone (corrupts), waits "
          + "in a circle (deadlocks), waits for nobody (stalls), sees an end without its start "
          + "(unpaired).",
      "",
      "  list [WORD]       the scenarios that come with mm; with words, those whose text has them",
      "  show NAME         a scenario's file",
      "  run [NAME|FILE]   runs scenarios; all that come with mm when none is named",
      "  diff NAME A B     what two rules say differently, and what comes of it",
      "",
      "docs/lab.md tells how to write a scenario in ten minutes.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything came out as the scenarios expect",
      "1:something came out differently",
      "2:an unusable scenario (file, line and what is allowed are told; nothing was run), a file "
          + "that cannot be written, or a wrong command line"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mm lab run unpaired-end --story",
      "  mm lab run unpaired-end --generations interval,paired,ours --drivers kvm,busy",
      "  mm lab run unpaired-end --report outcomes.html",
      "  mm lab diff unpaired-end non-blocking-attempt paired",
      "  mm lab run mine.yaml --save smaller.yaml; mm lab run smaller.yaml --story"
    })
final class LabCommand implements Callable<Integer> {
  static final PlainJvm.Program LAB = new PlainJvm.Program("lab", "mm.lab.cli.Main");
  private static final String JVM_OPTIONS = "MM_JAVA_OPTS";

  /** Every processor explores; the optimising compiler would take more of them than it gives. */
  private static final String COMPILE_ONCE = "-XX:TieredStopAtLevel=1";

  /** What to do. */
  enum Action {
    LIST,
    SHOW,
    RUN,
    DIFF
  }

  private final PlainJvm jvm;
  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "ACTION", description = "list, show, run or diff.")
  private Action action;

  @Parameters(index = "1..*", paramLabel = "NAME", description = "Scenarios, by name or file.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--generations",
      paramLabel = "A,B",
      description =
          "Rules to run under instead of those the scenario names: none, skip-all, "
              + "non-blocking-flag, non-blocking-attempt, interval, opportunistic, paired, off, ours "
              + "(the engine itself), or rules that the file defines.")
  private String generations;

  @Option(
      names = "--drivers",
      paramLabel = "A,B",
      description = "Only these of the scenario's drivers; nothing is expected then.")
  private String drivers;

  @Option(
      names = "--without",
      paramLabel = "RULE",
      description =
          "The contract without one of its rules, for example R2.4; 'mm explain' lists them.")
  private String without;

  @Option(names = "--seed", paramLabel = "N", description = "Of orders drawn at random. Default 1.")
  private Long seed;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "Orders to try systematically per cell. Default 5000; 500 are drawn beyond.")
  private Integer runs;

  @Option(names = "--exhaustive", description = "All orders, however many there are.")
  private boolean exhaustive;

  @Option(
      names = "--story",
      description = "Tell the shortest story of every cell that is not right.")
  private boolean story;

  @Option(names = "--json", description = "One JSON object on standard output, nothing else there.")
  private boolean json;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description =
          "Write the first failure, made as small as it gets, as a scenario that replays it.")
  private String save;

  @Option(
      names = "--bundles",
      paramLabel = "DIR",
      description = "More real drivers for scenarios: the jars of this folder. May be repeated.")
  private List<Path> folders = new ArrayList<>();

  @Mixin private ReportOptions reportOptions = new ReportOptions();

  LabCommand(Console console) {
    this(PlainJvm.ofThisProcess(), console);
  }

  LabCommand(PlainJvm jvm, Console console) {
    this.jvm = jvm;
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (action == Action.SHOW && names.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "show which scenario?");
    }
    if (action == Action.DIFF && names.size() != 3) {
      throw new ParameterException(spec.commandLine(), "diff takes a scenario and two rules");
    }
    List<Path> own = folders.stream().map(HostOptions::usable).flatMap(List::stream).toList();
    List<String> jvmOptions = ConformCommand.jvmOptions(System.getenv(JVM_OPTIONS), COMPILE_ONCE);
    return jvm.run(LAB, own, PlainJvm.Output.SHOWN, jvmOptions, arguments());
  }

  private List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    arguments.add(action.name().toLowerCase(Locale.ROOT));
    ConformCommand.add(arguments, "--generations", generations);
    ConformCommand.add(arguments, "--drivers", drivers);
    ConformCommand.add(arguments, "--without", without);
    ConformCommand.add(arguments, "--seed", seed);
    ConformCommand.add(arguments, "--runs", runs);
    ConformCommand.add(arguments, "--save", save);
    reportOptions.addTo(arguments);
    ConformCommand.add(arguments, exhaustive, "--exhaustive");
    ConformCommand.add(arguments, story, "--story");
    ConformCommand.add(arguments, json, "--json");
    ConformCommand.add(arguments, console.showsProgress(), "--progress");
    arguments.add("--"); // whatever follows is a name, also when it looks like an option
    arguments.addAll(names);
    return arguments;
  }
}
