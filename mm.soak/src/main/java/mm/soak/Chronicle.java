package mm.soak;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import mm.machine.KernelVersion;
import mm.machine.UserProcess;
import mm.report.ScriptLog;
import mm.report.ScriptStep;
import mm.report.ViolationScript;
import mm.report.ViolationScript.Cause;

/**
 * What the load does in each process, until something has happened that must not: then that is
 * kept, of the process concerned and its children. Told by all threads; order is that of telling.
 */
final class Chronicle {
  private static final int FIRST = 64;
  private static final int LAST = 16_000;

  /**
   * Steps kept after the violation: who told a step first need not have done it first, and what a
   * driver does wrong once it does wrong again.
   */
  private static final int AFTER = 256;

  /** A process begins as the one that every script has. */
  private static final String WHOLE = "p0";

  /** Whose steps, and what the process is called there. */
  private record Part(ScriptLog log, String name) {}

  private final boolean kept;
  private final Map<String, Part> parts = new ConcurrentHashMap<>();
  private final AtomicInteger names = new AtomicInteger();
  private final AtomicInteger more = new AtomicInteger(AFTER);
  private Cause cause; // guarded by this
  private volatile ScriptLog log; // of the violation; written once, guarded by this
  private volatile boolean over;

  private Chronicle(boolean kept) {
    this.kept = kept;
    over = !kept;
  }

  /** Keeps what leads to a violation. */
  static Chronicle kept() {
    return new Chronicle(true);
  }

  /** Keeps nothing. */
  static Chronicle none() {
    return new Chronicle(false);
  }

  /** A name that no other process has. */
  String name(String kind) {
    return kind + "-" + names.incrementAndGet();
  }

  void began(UserProcess process) {
    if (!over) {
      ScriptLog own = new ScriptLog(FIRST, LAST);
      own.add(ScriptStep.of("swap").with("on", true).with("pages", (long) World.SWAP_PAGES));
      parts.put(process.name(), new Part(own, WHOLE));
    }
  }

  /** Before a process makes a child. */
  void forking(UserProcess parent, String child) {
    Part part = parts.get(parent.name());
    if (!over && part != null) {
      part.log.add(ScriptStep.of("fork", part.name).with("child", child));
      parts.put(child, new Part(part.log, child));
    }
  }

  /** Before a process ends. */
  void ending(UserProcess process) {
    did(process, name -> ScriptStep.of("exit", name));
  }

  /** After it has ended. */
  void ended(UserProcess process) {
    parts.remove(process.name());
  }

  /** Makes a step of a process. */
  interface Making {
    ScriptStep of(String process);
  }

  /** Before a process does something. */
  void did(UserProcess process, Making step) {
    Part part = over ? null : parts.get(process.name());
    if (part != null && (log == null || part.log == log)) {
      part.log.add(step.of(part.name));
      over = log != null && more.decrementAndGet() <= 0;
    }
  }

  /** Something happens to the drivers of all processes. */
  void everywhere(Supplier<ScriptStep> step) {
    if (!over) {
      parts.values().stream().map(Part::log).distinct().forEach(each -> each.add(step.get()));
    }
  }

  /** The first counts; of a process whose steps are not kept any more nothing can be said. */
  synchronized void broke(String process, Cause what) {
    broke(parts.get(process), what);
  }

  /** The same of what concerns all processes; the steps of one of them have to do. */
  synchronized void brokeEverywhere(Cause what) {
    broke(parts.values().stream().findFirst().orElse(null), what);
  }

  private void broke(Part part, Cause what) {
    if (kept && cause == null && part != null) {
      cause = what;
      log = part.log;
    }
  }

  /** Whether nobody needs to look for a violation. */
  boolean isSatisfied() {
    return over || log != null;
  }

  /** What led to the violation, if there was one. */
  synchronized Optional<ViolationScript> script(List<String> drivers, List<String> options) {
    if (!kept || cause == null) {
      return Optional.empty();
    }
    Map<String, Object> setting =
        Map.of(
            "drivers",
            drivers,
            "driver_options",
            options,
            "kernel",
            KernelVersion.V6_18.toString());
    return Optional.of(
        new ViolationScript(
            "soak", "found by mm soak", cause, setting, log.steps(), log.missing()));
  }
}
