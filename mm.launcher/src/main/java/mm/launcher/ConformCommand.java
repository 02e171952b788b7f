package mm.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mm conform}: hands its options to the program that compares the machine with a kernel. */
@Command(
    name = "conform",
    mixinStandardHelpOptions = true,
    versionProvider = MmCommand.Version.class,
    sortOptions = false,
    header = "Compare the simulated machine with recordings of a real kernel.",
    description = {
      "",
      "Runs recorded cases and programs, each on a fresh machine, and compares which callbacks a "
          + "subscriber gets, their order and ranges, and the results of the steps; "
          + "docs/conform.md tells how.",
      "",
      "With --random there are no recordings: random scripts over everything the machine can do are "
          + "played, and after every step no device may hold a stale translation, no section may "
          + "be open, no frame lost, and the engine must have told and answered the same as the "
          + "reference dispatcher. A script that breaks this is shrunk to the steps that matter.",
      "",
      "Scripts that 'mm replay --save' and 'mm soak --save' have made name drivers. These are taken "
          + "from --bundles, else from this installation, and after every step each has to have kept "
          + "its word, also when a step swaps, stops or quarantines it or swaps the engine; at the end "
          + "the classes of those that have gone have to be gone too. With --shrink such a script, or "
          + "a saved random one, is made smaller.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every case that counts agrees; nothing was broken by random scripts",
      "1:at least one fails or is skipped; a random script broke something; with --shrink: the "
          + "script does not repeat what it was saved for",
      "2:a malformed file, one that cannot be written, or a wrong command line"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mm conform samples/kernel-cases.json",
      "  mm conform samples/kernel-programs.json.xz --level core --json",
      "  mm conform samples/kernel-cases.json --family thp --diff",
      "  mm conform --random --steps 1000000 --seed 42 --save broken.json",
      "  mm conform broken.json",
      "  mm replay --bundles my-driver/target --save found.json samples/git-gc.trace.xz",
      "  mm conform --bundles my-driver/target found.json"
    })
final class ConformCommand implements Callable<Integer> {
  static final PlainJvm.Program CONFORM = new PlainJvm.Program("conform", "mm.conform.Main");
  static final String JVM_OPTIONS = "MM_JAVA_OPTS";

  private final PlainJvm jvm;
  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "Cases or programs, JSON, plain or .xz, run in order. None with --random.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--family",
      paramLabel = "X",
      split = ",",
      description = "Only cases of these families, for example mremap,fork. Default: all.")
  private List<String> families = new ArrayList<>();

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      split = ",",
      description = {
        "Only cases of these levels: core, extended, host. Default: core,extended, and host is "
            + "shown; host never counts."
      })
  private List<String> levels = new ArrayList<>();

  @Option(
      names = "--kernel",
      paramLabel = "VERSION",
      description =
          "The kernel whose ways the machine follows: 5.12 or 6.18. Default: 6.18, which was "
              + "recorded; 5.12 shows what has changed since.")
  private String kernel;

  @Option(names = "--json", description = "One JSON object on standard output, nothing else there.")
  private boolean json;

  @Option(
      names = "--diff",
      description = "For each case that fails, what was recorded and what was delivered.")
  private boolean diff;

  @Option(names = "--random", description = "Play random scripts instead of files.")
  private boolean random;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "With --random: the first script; the same number is the same script. With --shrink: where "
              + "orders of steps come from that are left to chance. Default 1.")
  private Long seed;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "With --random: steps in all, in scripts of 2000. Default 100000.")
  private Long steps;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description =
          "With --random and --shrink: where a shrunk script goes, for mm conform to run again. "
              + "Default with --shrink: the file itself.")
  private String save;

  @Option(
      names = "--shrink",
      description = "Make one saved script smaller, and tell whether it repeats.")
  private boolean shrink;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "With --shrink: how long to go on at most. Default 60.")
  private Long seconds;

  @Option(
      names = "--bundles",
      paramLabel = "DIR",
      description =
          "Where the drivers of saved scripts are looked for first: the jars of this folder. May be "
              + "repeated.")
  private List<Path> folders = new ArrayList<>();

  ConformCommand(Console console) {
    this(PlainJvm.ofThisProcess(), console);
  }

  ConformCommand(PlainJvm jvm, Console console) {
    this.jvm = jvm;
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (files.isEmpty() && !random) {
      throw new ParameterException(spec.commandLine(), "which files? or --random");
    }
    return jvm.run(CONFORM, jvmOptions(System.getenv(JVM_OPTIONS)), arguments());
  }

  /** The user's choice, or a small collector for a short run and what suits it. */
  static List<String> jvmOptions(String wanted, String... more) {
    return wanted == null || wanted.isBlank()
        ? Stream.concat(Stream.of("-XX:+UseSerialGC"), Stream.of(more)).toList()
        : List.of(wanted.strip().split("\\s+"));
  }

  private List<String> arguments() {
    List<String> arguments = new ArrayList<>(options());
    arguments.add("--"); // whatever follows is a file, also when it looks like an option
    arguments.addAll(files);
    return arguments;
  }

  private List<String> options() {
    List<String> options = new ArrayList<>();
    families.forEach(family -> options.addAll(List.of("--family", family)));
    levels.forEach(level -> options.addAll(List.of("--level", level)));
    if (kernel != null) {
      options.addAll(List.of("--kernel", kernel));
    }
    if (!random) {
      List<Path> extra = folders.stream().map(HostOptions::usable).flatMap(List::stream).toList();
      options.addAll(bundles(extra, jvm.distribution()));
    }
    add(options, random, "--random");
    add(options, shrink, "--shrink");
    add(options, "--seconds", seconds);
    add(options, "--seed", seed);
    add(options, "--steps", steps);
    add(options, "--save", save);
    add(options, json, "--json");
    add(options, diff, "--diff");
    add(options, console.showsProgress(), "--progress");
    return options;
  }

  /** Somebody's own drivers, then those of this installation. */
  static List<String> bundles(List<Path> extra, Distribution distribution) {
    List<Path> jars = new ArrayList<>(extra);
    if (Files.isDirectory(distribution.deploy())) {
      jars.addAll(distribution.drivers());
    }
    return jars.stream().flatMap(each -> Stream.of("--bundle", each.toString())).toList();
  }

  static void add(List<String> options, String option, Object value) {
    if (value != null) {
      options.addAll(List.of(option, value.toString()));
    }
  }

  static void add(List<String> options, boolean wanted, String option) {
    if (wanted) {
      options.add(option);
    }
  }
}
