package mm.launcher;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mm soak}: boots the framework and hands the options to the verb that a bundle offers. */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    versionProvider = MmCommand.Version.class,
    sortOptions = false,
    header = "Swap drivers under load, and count what must not happen.",
    description = {
      "",
      "Threads fault, unmap, fork, reclaim and run out of memory on a simulated machine while every "
          + "deployed driver, and a witness that watches its own pairs, is swapped again and again "
          + "for another version of itself. Counted are invalidations that a device did not get "
          + "(lost), pairs whose start and end went to different devices (split), translations to "
          + "a wrong frame (stale), accesses that nobody served (gaps), what drivers had promised "
          + "not to do (brokenPromises), and versions whose classes do not go "
          + "(leaks). Stops and quarantines are announced: what is not served then is no gap. Swaps "
          + "may not wait longer for open sections than these take: drainP99 is held against four "
          + "times the longest operation of the load and the longest time that a thread had to wait "
          + "to run. At the end the same load is put on Bundle.update, to compare.",
      "",
      "With --save what led to the first of these, long drains apart, becomes a script of a few "
          + "steps, swaps and stops among them, that 'mm conform' plays again, or, where several "
          + "threads have to be inside of each other, a scenario for 'mm lab run'.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing was lost, split, stale, unserved, broken or leaked",
      "1:something was, or swaps waited too long for sections, or no swap was done",
      "2:a wrong command line, or a file that cannot be written"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mm soak --swaps 100",
      "  mm soak --swaps 1000 --threads 2 --json",
      "  mm soak --chaos --seconds 60",
      "  mm soak --naive --swaps 5       the bug that it has to catch: exit code 1",
      "  mm soak --bundles my-driver/target --fail-fast --save found.json; mm conform found.json"
    })
final class SoakCommand implements Callable<Integer> {
  private static final String PROBATION_MILLIS = "1000";

  private final Console console;
  private final Host.Factory hosts;

  @Mixin private HostOptions hostOptions = new HostOptions();

  @Mixin private GuardsOption guards = new GuardsOption();

  @Option(
      names = "--swaps",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many swaps; 0 for the load alone. Default: ${DEFAULT-VALUE}.")
  private int swaps;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "0",
      description = "Go on swapping for at least so long. Default: until the swaps are done.")
  private int seconds;

  @Option(
      names = "--threads",
      paramLabel = "T",
      defaultValue = "2",
      description = "Threads of load. Default: ${DEFAULT-VALUE}.")
  private int threads;

  @Option(
      names = "--drivers",
      paramLabel = "ID",
      split = ",",
      description = "Only these drivers and the witness. Default: all that are deployed.")
  private List<String> drivers = new ArrayList<>();

  @Option(
      names = "--chaos",
      description =
          "Also broken versions, callbacks that fail or take long, and refreshes: swaps are then "
              + "given up and rolled back, and all the same nothing may be lost.")
  private boolean chaos;

  @Option(
      names = "--naive",
      description = "Planted bug: the old version goes before the new one comes.")
  private boolean naive;

  @Option(
      names = "--engines",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Swap the engine itself so many times meanwhile; the spaces move into the next one. "
              + "Default: ${DEFAULT-VALUE}.")
  private int engines;

  @Option(
      names = "--updates",
      paramLabel = "N",
      defaultValue = "10",
      description = "Bundle.update so many times at the end. Default: ${DEFAULT-VALUE}.")
  private int updates;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Where random choices come from. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--fail-fast",
      description =
          "End when something has happened for the first time that must not, long drains apart; "
              + "leaks are looked for after every 50 swaps and at the end, and classes of an engine "
              + "that stay do not end it.")
  private boolean failFast;

  @Option(names = "--json", description = "One JSON object on standard output, nothing else there.")
  private boolean json;

  @Mixin private ViolationFile violation = new ViolationFile();

  SoakCommand(Console console, Host.Factory hosts) {
    this.console = console;
    this.hosts = hosts;
  }

  @Override
  public Integer call() {
    atLeast("--swaps", swaps, 0);
    atLeast("--seconds", seconds, 0);
    atLeast("--threads", threads, 1);
    atLeast("--engines", engines, 0);
    atLeast("--updates", updates, 0);
    hostOptions.applyLogLevel(LogLevel.ERROR);
    hostOptions.applyDriverOptions();
    hostOptions.applyPolicy();
    guards.apply();
    System.setProperty("mm.deploy.probation.millis", PROBATION_MILLIS);
    PrintStream out = json ? console.jsonOut() : console.out();
    int exit = run(options(out), out);
    violation.shrink(PlainJvm.ofThisProcess(), console, hostOptions.extraJars());
    return exit;
  }

  private int run(Map<String, Object> options, PrintStream out) {
    try (Host host = hosts.open(hostOptions.extraJars(), Host.Purpose.VERB)) {
      UnusableBundles.report(host, console.err());
      return host.verb("soak").applyAsInt(options);
    } finally {
      out.flush();
    }
  }

  private static void atLeast(String option, int value, int least) {
    if (value < least) {
      throw Problem.unusable(option + " " + value + ": expected at least " + least);
    }
  }

  /** JDK types only: the bundle that reads this does not know the launcher's classes. */
  private Map<String, Object> options(PrintStream out) {
    Map<String, Object> options = new HashMap<>();
    options.put("swaps", swaps);
    options.put("seconds", seconds);
    options.put("threads", threads);
    options.put("drivers", List.copyOf(drivers));
    options.put("chaos", chaos);
    options.put("naive", naive);
    options.put("engines", engines);
    options.put("updates", updates);
    options.put("seed", seed);
    options.put("failFast", failFast);
    options.put("json", json);
    options.put("out", out);
    options.put("err", console.err());
    options.put("progress", console.showsProgress() && !json);
    violation.addTo(options);
    return options;
  }
}
