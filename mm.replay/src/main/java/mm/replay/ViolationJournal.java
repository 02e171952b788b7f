package mm.replay;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import mm.api.Dispatcher;
import mm.api.DriverStatus;
import mm.api.Violation;
import mm.replay.input.RecordedEvent;
import mm.report.ScriptLog;
import mm.report.ScriptStep;
import mm.report.ViolationScript;
import mm.report.ViolationScript.Cause;

/**
 * Writes down what a recording does to the machine and its devices, until a driver breaks its word
 * for the first time; then that is what a script can be made of. Steps may come on any thread.
 */
final class ViolationJournal implements Journal {
  private static final int FIRST = 2_000;
  private static final int LAST = 38_000;

  /** Larger than any file that a recording maps. */
  private static final long FILE_PAGES = 1L << 40;

  private static final String FIRST_PROCESS = "p0"; // every script has it

  private final Dispatcher core;
  private final ReplayRequest request;
  private final Path file;
  private final PrintStream err;
  private final ScriptLog log = new ScriptLog(FIRST, LAST);
  private final Map<String, Long> violations = new HashMap<>();
  private final Set<String> made = new HashSet<>(); // processes and files; guarded by this
  private final Map<Thread, ScriptLog.Begun> doing = new HashMap<>(); // guarded by this
  private Optional<Cause> cause = Optional.empty(); // guarded by this
  private int recordings;

  /** What goes to the file is said on the stream. */
  ViolationJournal(Dispatcher core, ReplayRequest request, Path file, PrintStream err) {
    this.core = core;
    this.request = request;
    this.file = file;
    this.err = err;
    core.violations().forEach(each -> violations.put(key(each), each.count()));
  }

  private static String key(Violation each) {
    return each.rule() + " " + each.subscriber() + " " + each.message();
  }

  /** Each has a machine of its own. */
  @Override
  public synchronized void recording() {
    if (cause.isEmpty()) {
      recordings++;
      log.clear();
      doing.clear();
      made.clear();
      made.add(FIRST_PROCESS);
    }
  }

  @Override
  public synchronized void did(Supplier<ScriptStep> made) {
    if (cause.isEmpty()) {
      ScriptStep step = made.get();
      makeWhatItNames(step.fields());
      if (request.deviceThreads() == 0) {
        log.add(step);
      } else {
        begin(step);
      }
    }
  }

  /** Each thread tells of its steps before it does them, so it has done the one before. */
  private void begin(ScriptStep step) {
    ScriptLog.Begun before = doing.put(Thread.currentThread(), log.begin(step));
    if (before != null) {
      before.over();
    }
  }

  private void makeWhatItNames(Map<String, Object> fields) {
    String process = (String) fields.getOrDefault("process", FIRST_PROCESS);
    if (made.add(process)) {
      log.add(ScriptStep.of("spawn", process));
    }
    if (fields.get("file") instanceof String file && made.add(file)) {
      log.add(
          ScriptStep.of("file_create")
              .with("file", file)
              .with("kind", "regular")
              .with("pages", FILE_PAGES)
              .with("content", "data")
              .with("cache", "none"));
    }
    if (fields.get("child") instanceof String child) {
      made.add(child);
    }
  }

  @Override
  public void reaped(OomFigures.Kill kill) {
    did(() -> ScriptStep.of("oom_kill"));
  }

  @Override
  public void stale(String driver, long address, String finding) {
    broke(new Cause(Cause.STALE, "R1.4", driver, finding, address));
  }

  @Override
  public synchronized void broke(Cause what) {
    if (cause.isEmpty()) {
      cause = Optional.of(what);
      if (request.deviceThreads() > 0) {
        log.notice();
      }
    }
  }

  @Override
  public void applied(RecordedEvent event, String space) {
    look();
  }

  private void look() {
    for (Violation each : core.violations()) {
      if (each.count() > violations.getOrDefault(key(each), 0L)) {
        broke(new Cause(Cause.PROMISE, each.rule().id(), each.subscriber(), each.message()));
      }
    }
  }

  @Override
  public void ended(Report report) {
    look();
    lookAt(report);
    try {
      write(report.stage());
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", e);
    }
  }

  /** What only the figures show. */
  private void lookAt(Report report) {
    for (DriverFigures each : report.drivers()) {
      if (each.unended() != 0) {
        String text = each.unended() + " starts were never followed by an end";
        broke(new Cause(Cause.UNBALANCED, "R2.4", each.id(), text));
      }
    }
  }

  private synchronized void write(Stage stage) throws IOException {
    if (cause.isEmpty()) {
      err.println("mm: nothing to save: no driver broke its word");
      return;
    }
    String recording = request.files().get(recordings - 1).getFileName().toString();
    ViolationScript script =
        new ViolationScript(
            "replay-" + recording.replaceAll("[^A-Za-z0-9]+", "-"),
            "found by mm replay in " + recording,
            cause.get(),
            setting(stage),
            log);
    script.write(file);
    err.println("mm: " + log.steps().size() + " steps led to: " + cause.get().text());
  }

  private Map<String, Object> setting(Stage stage) {
    Map<String, Object> setting = new LinkedHashMap<>();
    setting.put("drivers", drivers());
    setting.put("driver_options", request.settings());
    setting.put("kernel", request.kernel().toString());
    if (stage.kind() == Stage.Kind.REFERENCE) {
      setting.put("generation", stage.generation());
    }
    if (request.contents() == ContentsCheck.COMPARE) {
      setting.put("contents", "kept");
    }
    return setting;
  }

  private List<String> drivers() {
    List<String> ids = new ArrayList<>(request.drivers());
    if (ids.isEmpty()) {
      core.drivers().list().stream()
          .filter(each -> each.state() != DriverStatus.State.REFUSED)
          .forEach(each -> ids.add(each.id()));
    }
    return ids;
  }
}
