package mm.replay;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import mm.api.NotifierCore;
import mm.machine.KernelVersion;
import mm.replay.input.BadRecordingException;
import mm.report.ReportFiles;
import mm.report.ReportRun;

/**
 * The verb {@code replay}, in types of the JDK, for callers that share no classes with this one.
 *
 * <p>Options: {@code files} List of Path, {@code drivers} List of String, {@code from} {@code
 * calls} or {@code notifications} or absent, {@code device} {@code none}, {@code mirror} or {@code
 * random} or absent ({@code mirror}, but {@code none} when comparing), {@code compare} Boolean,
 * {@code deviceThreads} Integer, 0 or absent for the replay's own thread, {@code contents} Boolean,
 * {@code driverOptions} List of String, those that were set for this run, {@code kernel} {@code
 * 5.12} or {@code 6.18} or absent, {@code oom} {@code N} or {@code every:N} or absent, {@code
 * generation} {@code G} or {@code A..B} or absent, {@code strict} Boolean, {@code seed} Long,
 * {@code save} Path or absent, for the steps that led to the first violation, {@code report},
 * {@code perfetto}, {@code csv} and {@code events} Path or absent, {@code json} Boolean, {@code
 * progress} Boolean, {@code out} and {@code err} PrintStream. The result is the exit code: 0 clean,
 * 1 a stale translation, differing data, a violation, a start without an end, or two generations
 * that differ, 2 unusable input.
 */
public final class ReplayVerb implements ToIntFunction<Map<String, Object>> {
  /** Exit code: nothing stale, no promise broken. */
  static final int CLEAN = 0;

  /** Exit code: something stale, or a promise broken. */
  static final int FOUND = 1;

  /** Exit code: input or arguments cannot be used. */
  static final int UNUSABLE = 2;

  private static final String BETWEEN = "..";
  private static final String SAVE = "save";

  private final Stages stages;

  /**
   * Makes the verb.
   *
   * @param core whose drivers take part
   * @param generations under which generations of the rule it can replay besides the engine's own
   */
  public ReplayVerb(NotifierCore core, Generations generations) {
    this.stages = new Stages(core, generations);
  }

  @Override
  public int applyAsInt(Map<String, Object> options) {
    PrintStream out = (PrintStream) options.get("out");
    PrintStream err = (PrintStream) options.get("err");
    Progress progress =
        Boolean.TRUE.equals(options.get("progress")) ? new Progress(err) : Progress.NONE;
    try {
      boolean clean = reported(options, progress, out, err);
      out.flush();
      return clean ? CLEAN : FOUND;
    } catch (BadRecordingException | UnusableRecordingException | IllegalArgumentException e) {
      err.println("mm: " + e.getMessage());
      return UNUSABLE;
    } catch (UncheckedIOException e) {
      err.println("mm: " + reason(e));
      return UNUSABLE;
    }
  }

  private boolean reported(
      Map<String, Object> options, Progress progress, PrintStream out, PrintStream err)
      throws BadRecordingException, UnusableRecordingException {
    ReportFiles files = ReportFiles.of(options);
    if (!files.isEmpty() || options.get(SAVE) != null) {
      refuseTwoRuns(options);
    }
    if (files.isEmpty()) {
      return run(options, progress, out, dispatcher -> Journal.UNREAD);
    }
    try (ReportRun report = files.begin()) {
      boolean clean = run(options, progress, out, core -> LoggedJournal.begin(report.log(), core));
      report.complete();
      files.all().forEach(file -> err.println("wrote " + file));
      return clean;
    } catch (IOException | UncheckedIOException e) {
      throw new IllegalArgumentException("no report: " + reason(e), e);
    }
  }

  private static String reason(Exception e) {
    return e instanceof UncheckedIOException unchecked
        ? unchecked.getMessage() + ": " + unchecked.getCause().getMessage()
        : e.getMessage();
  }

  private static void refuseTwoRuns(Map<String, Object> options) {
    if (String.valueOf(options.get("generation")).contains(BETWEEN)) {
      throw new IllegalArgumentException(
          "--report, --perfetto, --csv, --events and --save tell of one run: give --generation G,"
              + " not A..B");
    }
  }

  private boolean run(
      Map<String, Object> options,
      Progress progress,
      PrintStream out,
      GenerationRuns.Journaling reporting)
      throws BadRecordingException, UnusableRecordingException {
    ReplayRequest request = request(options);
    GenerationRuns.Journaling journaling = saving(options, request, reporting);
    boolean json = Boolean.TRUE.equals(options.get("json"));
    Object generation = options.get("generation");
    if (generation == null) {
      Story unread = Story.of(Set.of());
      Stage engine = stages.engine();
      Journal journal = journaling.of(engine.dispatcher());
      return print(new Replay(engine, request, progress, unread, journal).run(), json, out);
    }
    if (request.contents() == ContentsCheck.COMPARE || request.deviceThreads() > 0) {
      throw new IllegalArgumentException(
          "--generation runs without --contents and --device-threads: what they add would be told"
              + " too, and no two runs would be alike; leave them out");
    }
    if (request.strictness() == Strictness.STRICT) {
      throw new IllegalArgumentException(
          "--generation runs without --strict: the reference dispatcher looks for no waits; leave one"
              + " of them out");
    }
    String[] ends = generation.toString().split(Pattern.quote(BETWEEN), -1);
    GenerationRuns runs = new GenerationRuns(stages, request, progress);
    return switch (ends.length) {
      case 1 -> print(runs.one(ends[0], journaling), json, out);
      case 2 -> print(runs.compare(ends[0], ends[1]), json, out);
      default ->
          throw new IllegalArgumentException(
              "--generation is '" + generation + "'; it can be G or A..B");
    };
  }

  /** What goes on to a report, and to a script where one is wanted. */
  private static GenerationRuns.Journaling saving(
      Map<String, Object> options, ReplayRequest request, GenerationRuns.Journaling reporting) {
    Path save = (Path) options.get(SAVE);
    PrintStream err = (PrintStream) options.get("err");
    return save == null
        ? reporting
        : core ->
            new Journals(
                List.of(reporting.of(core), new ViolationJournal(core, request, save, err)));
  }

  private static boolean print(Report report, boolean json, PrintStream out) {
    out.println(json ? JsonReport.of(report) : TextReport.of(report).stripTrailing());
    return report.clean();
  }

  private static boolean print(GenerationsCompared compared, boolean json, PrintStream out) {
    out.println(json ? JsonReport.of(compared) : GenerationsText.of(compared).stripTrailing());
    return compared.clean();
  }

  private static ReplayRequest request(Map<String, Object> options) {
    PredictionCheck check =
        Boolean.TRUE.equals(options.get("compare"))
            ? PredictionCheck.COMPARE
            : PredictionCheck.NONE;
    return new ReplayRequest(
        paths(options.get("files")),
        texts(options.get("drivers")),
        choice(NotificationSource.class, "--from", options.get("from")),
        choice(DeviceChoice.class, "--device", options.get("device"))
            .orElse(check == PredictionCheck.COMPARE ? DeviceChoice.NONE : DeviceChoice.MIRROR),
        options.get("seed") instanceof Long seed ? seed : 0L,
        check,
        options.get("deviceThreads") instanceof Integer threads ? threads : 0,
        Boolean.TRUE.equals(options.get("contents")) ? ContentsCheck.COMPARE : ContentsCheck.NONE,
        texts(options.get("driverOptions")),
        options.get("kernel") instanceof String kernel
            ? KernelVersion.of(kernel)
            : KernelVersion.V6_18,
        Optional.ofNullable((String) options.get("oom")),
        Boolean.TRUE.equals(options.get("strict")) ? Strictness.STRICT : Strictness.NORMAL);
  }

  private static List<Path> paths(Object files) {
    return ((List<?>) files).stream().map(Path.class::cast).toList();
  }

  private static List<String> texts(Object list) {
    return list instanceof List<?> texts
        ? texts.stream().map(String.class::cast).toList()
        : List.of();
  }

  private static <E extends Enum<E>> Optional<E> choice(Class<E> type, String option, Object text) {
    if (text == null) {
      return Optional.empty();
    }
    for (E each : type.getEnumConstants()) {
      if (each.name().equalsIgnoreCase(text.toString())) {
        return Optional.of(each);
      }
    }
    throw new IllegalArgumentException(
        option
            + " is '"
            + text
            + "'; it can be "
            + java.util.Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT));
  }
}
