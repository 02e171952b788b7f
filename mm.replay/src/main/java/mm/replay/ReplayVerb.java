package mm.replay;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import mm.api.NotifierCore;
import mm.replay.input.BadRecordingException;

/**
 * The verb {@code replay}, in types of the JDK, for callers that share no classes with this one.
 *
 * <p>Options: {@code files} List of Path, {@code drivers} List of String, {@code from} {@code
 * calls} or {@code notifications} or absent, {@code device} {@code none}, {@code mirror} or {@code
 * random} or absent ({@code mirror}, but {@code none} when comparing), {@code compare} Boolean,
 * {@code deviceThreads} Integer, 0 or absent for the replay's own thread, {@code contents} Boolean,
 * {@code driverOptions} List of String, those that were set for this run, {@code seed} Long, {@code
 * json} Boolean, {@code progress} Boolean, {@code out} and {@code err} PrintStream. The result is
 * the exit code: 0 clean, 1 a stale translation, differing data or a violation, 2 unusable input.
 */
public final class ReplayVerb implements ToIntFunction<Map<String, Object>> {
  /** Exit code: nothing stale, no promise broken. */
  static final int CLEAN = 0;

  /** Exit code: something stale, or a promise broken. */
  static final int FOUND = 1;

  /** Exit code: input or arguments cannot be used. */
  static final int UNUSABLE = 2;

  private final NotifierCore core;

  /**
   * Makes the verb.
   *
   * @param core whose drivers take part
   */
  public ReplayVerb(NotifierCore core) {
    this.core = core;
  }

  @Override
  public int applyAsInt(Map<String, Object> options) {
    PrintStream out = (PrintStream) options.get("out");
    PrintStream err = (PrintStream) options.get("err");
    Progress progress =
        Boolean.TRUE.equals(options.get("progress")) ? new Progress(err) : Progress.NONE;
    try {
      Report report = new Replay(core, request(options), progress).run();
      boolean json = Boolean.TRUE.equals(options.get("json"));
      out.println(json ? JsonReport.of(report) : TextReport.of(report).stripTrailing());
      out.flush();
      return report.clean() ? CLEAN : FOUND;
    } catch (BadRecordingException | UnusableRecordingException | IllegalArgumentException e) {
      err.println("mm: " + e.getMessage());
      return UNUSABLE;
    }
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
        texts(options.get("driverOptions")));
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
