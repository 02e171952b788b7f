package mm.launcher;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code mm replay}: boots the framework and hands the options to the verb that a bundle offers.
 */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    versionProvider = MmCommand.Version.class,
    sortOptions = false,
    header = "Replay a recorded program through the deployed drivers.",
    description = {
      "",
      "Reads recordings (.notify and .trace, plain or .xz) and the raw output of",
      "  strace -f -ttt -e trace=memory,process -o FILE PROGRAM",
      "and tells who was notified, what was dropped, who declined, and whether a driver kept a "
          + "translation that it should have dropped.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no violation, no stale translation, no start without an end; no difference with A..B",
      "1:at least one of them; with --strict also a hint",
      "2:unusable input, a wrong command line, or a file or output that cannot be written"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mm replay samples/git-gc.notify.xz",
      "  mm replay --from calls --compare samples/git-gc.notify.xz",
      "  mm replay --report page.html --perfetto trace.json samples/redis.notify.xz",
      "  mm replay --drivers kvm,i915 --seed 7 --json samples/git-gc.trace.xz",
      "  mm replay --save found.json samples/git-gc.trace.xz; mm conform found.json",
      "  mm replay --oom 200 --generation non-blocking-attempt..paired samples/redis.trace.xz",
      "  strace -f -ttt -e trace=memory,process -o my.strace ls && mm replay my.strace"
    })
final class ReplayCommand implements Callable<Integer> {
  private final Console console;
  private final Host.Factory hosts;

  @Mixin private HostOptions hostOptions = new HostOptions();

  @Mixin private GuardsOption guards = new GuardsOption();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Recordings, replayed in order.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--drivers",
      paramLabel = "ID",
      split = ",",
      description = "Only these drivers, for example kvm,gru. Default: all that are admitted.")
  private List<String> drivers = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "WHAT",
      description = {
        "calls: execute the memory system calls on a simulated machine, which raises the "
            + "notifications; notifications: raise those that the real kernel recorded. "
            + "Default: notifications where the file has them, otherwise calls."
      })
  private From from;

  @Option(
      names = "--compare",
      description = {
        "With --from calls, for .notify recordings: compare the notifications that the simulated "
            + "machine raises with the recorded ones, per class (unmap, split, protect). A hit has "
            + "class and range of one that the same call raised; recall is hit / observed, "
            + "precision hit / predicted. What page faults, writeback and fork raised is counted "
            + "apart: calls alone cannot predict it."
      })
  private boolean compare;

  @Option(
      names = "--device",
      paramLabel = "POLICY",
      description = {
        "Which memory the devices touch, so that drivers hold translations worth dropping: "
            + "${COMPLETION-CANDIDATES}. Default: mirror; none with --compare."
      })
  private Device device;

  @Option(
      names = "--device-threads",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "How many threads let devices use memory while the replay goes on, 0 to 64; with 0 they "
              + "use it between two events, and the same seed gives the same run. "
              + "Not with --generation. Default: ${DEFAULT-VALUE}.")
  private int deviceThreads;

  @Option(
      names = "--contents",
      description = {
        "Keep what pages hold, let devices read and write data, and compare what they read with "
            + "what the CPU reads. Data that differs ends the replay with exit code 1. "
            + "Not with --generation."
      })
  private boolean contents;

  @Option(
      names = "--generation",
      paramLabel = "G|A..B",
      description = {
        "Replay under a generation of the rule for who is told, by the reference dispatcher: none, "
            + "skip-all, non-blocking-flag, non-blocking-attempt, interval, opportunistic, paired, "
            + "or off (notifiers compiled out); docs/oom.md tells what they are. A..B replays "
            + "under both and names the first difference. Default: the engine, which is paired."
      })
  private String generation;

  @Option(
      names = "--oom",
      paramLabel = "N|every:N",
      description = {
        "Memory runs out after the N-th call, or again and again after about N calls (gaps from "
            + "--seed): the OOM killer chooses a process and the reaper takes its memory, on a "
            + "virtual clock. Implies --from calls."
      })
  private String oom;

  @Option(
      names = "--kernel",
      paramLabel = "VERSION",
      description =
          "The kernel whose ways the simulated machine follows: 5.12 or 6.18. Default: 6.18.")
  private String kernel;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "All randomness comes from here: same seed, same run. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--json", description = "One JSON object on standard output, nothing else there.")
  private boolean json;

  @Mixin private ReportOptions reportOptions = new ReportOptions();

  @Mixin private ViolationFile violation = new ViolationFile();

  ReplayCommand(Console console, Host.Factory hosts) {
    this.console = console;
    this.hosts = hosts;
  }

  @Override
  public Integer call() {
    hostOptions.applyLogLevel(LogLevel.WARN);
    hostOptions.applyDriverOptions();
    hostOptions.applyPolicy();
    guards.apply();
    if (deviceThreads < 0 || deviceThreads > 64) {
      throw Problem.unusable("--device-threads " + deviceThreads + ": expected 0 to 64");
    }
    PrintStream out = json ? console.jsonOut() : console.out();
    int exit = run(options(out), out);
    violation.shrink(PlainJvm.ofThisProcess(), console, hostOptions.extraJars());
    return exit;
  }

  private int run(Map<String, Object> options, PrintStream out) {
    try (Host host = hosts.open(hostOptions.extraJars(), Host.Purpose.VERB)) {
      UnusableBundles.report(host, console.err());
      hostOptions.refuseSettingsOfNobody(host);
      return host.verb("replay").applyAsInt(options);
    } finally {
      out.flush();
    }
  }

  /** JDK types only: the bundle that reads this does not know the launcher's classes. */
  private Map<String, Object> options(PrintStream out) {
    Map<String, Object> options = new HashMap<>();
    options.put("files", List.copyOf(files));
    options.put("drivers", List.copyOf(drivers));
    options.put("seed", seed);
    options.put("json", json);
    options.put("deviceThreads", deviceThreads);
    options.put("contents", contents);
    options.put("driverOptions", hostOptions.driverOptions());
    options.put("compare", compare);
    options.put("out", out);
    options.put("err", console.err());
    options.put("progress", console.showsProgress() && !json);
    guards.addTo(options);
    reportOptions.addTo(options);
    violation.addTo(options);
    putIfGiven(options, "from", from);
    putIfGiven(options, "device", device);
    putIfGiven(options, "generation", generation);
    putIfGiven(options, "oom", oom);
    putIfGiven(options, "kernel", kernel);
    return options;
  }

  private static void putIfGiven(Map<String, Object> options, String name, Object value) {
    if (value != null) {
      options.put(name, value.toString());
    }
  }

  /** What raises the notifications. */
  enum From {
    CALLS,
    NOTIFICATIONS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Which memory the devices touch. */
  enum Device {
    NONE,
    MIRROR,
    RANDOM;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
