package mm.soak;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import mm.machine.KernelVersion;
import mm.machine.UserProcess;
import mm.report.ScriptLog;
import mm.report.ScriptStep;
import mm.report.ViolationScript;
import mm.report.ViolationScript.Cause;

/**
 * What the load does in each process, until something has happened that must not: then that is
 * kept, of the process concerned and its children. Told by all threads, of each step when it begins
 * and when it is over; order is that of beginning.
 */
final class Chronicle {
  private static final int FIRST = 64;
  private static final int LAST = 16_000;

  /** Steps kept after the violation: what a driver does wrong once it does wrong again. */
  private static final int AFTER = 256;

  /** A process begins as the one that every script has. */
  private static final String WHOLE = "p0";

  /** Whose steps, what the process is called there, and when that began. */
  private record Part(ScriptLog log, String name, long began) {}

  private final boolean kept;
  private final AtomicLong clock = new AtomicLong(); // of all logs
  private final Map<String, Part> parts = new ConcurrentHashMap<>();
  private final Set<Everywhere> goingOn = ConcurrentHashMap.newKeySet(); // written under its lock
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

  /** Before a process is made that is nobody's child. */
  void beginning(String process) {
    if (!over) {
      ScriptLog own = new ScriptLog(FIRST, LAST, clock);
      own.add(ScriptStep.of("swap").with("on", true).with("pages", (long) World.SWAP_PAGES));
      synchronized (goingOn) {
        parts.put(process, new Part(own, WHOLE, now()));
        goingOn.forEach(each -> each.tell(own));
      }
    }
  }

  /** Makes a child of a process. */
  UserProcess forking(UserProcess parent, String child) {
    Part part = parts.get(parent.name());
    if (!over && part != null) {
      parts.put(child, new Part(part.log, child, now()));
    }
    return doing(
        parent, name -> ScriptStep.of("fork", name).with("child", child), () -> parent.fork(child));
  }

  /** Ends a process; its steps are kept until it is {@link #forgotten}. */
  void ending(UserProcess process) {
    doing(process, name -> ScriptStep.of("exit", name), process::exit);
  }

  /** After nobody looks for violations in a process that has ended. */
  void forgotten(UserProcess process) {
    parts.remove(process.name());
  }

  /** Makes a step of a process. */
  interface Making {
    ScriptStep of(String process);
  }

  /** Does something in a process. */
  <T> T doing(UserProcess process, Making step, Supplier<T> what) {
    Part part = over ? null : parts.get(process.name());
    if (part == null || log != null && part.log != log) {
      return what.get();
    }
    ScriptLog.Begun begun = part.log.begin(step.of(part.name));
    try {
      return what.get();
    } finally {
      begun.over();
      over = log != null && more.decrementAndGet() <= 0;
    }
  }

  /** The same of what answers nothing. */
  void doing(UserProcess process, Making step, Runnable what) {
    doing(
        process,
        step,
        () -> {
          what.run();
          return null;
        });
  }

  /** What time it is, for {@link #everywhere}. */
  long now() {
    return clock.incrementAndGet();
  }

  /** Something happens to all processes, for instance to their drivers, from now on. */
  Everywhere everywhere(Supplier<ScriptStep> step) {
    return everywhere(step, now());
  }

  /** The same of what began before it is told. */
  Everywhere everywhere(Supplier<ScriptStep> step, long began) {
    Everywhere told = new Everywhere(step, began);
    synchronized (goingOn) {
      if (!over) {
        goingOn.add(told);
        parts.values().stream().map(Part::log).distinct().forEach(told::tell);
      }
    }
    return told;
  }

  /** Something that happens to all processes; those that begin meanwhile are told of it too. */
  final class Everywhere {
    private final Supplier<ScriptStep> step;
    private final long began;
    private final List<ScriptLog.Begun> told = new ArrayList<>(); // guarded by goingOn

    private Everywhere(Supplier<ScriptStep> step, long began) {
      this.step = step;
      this.began = began;
    }

    private void tell(ScriptLog to) {
      told.add(to.begin(step.get(), began));
    }

    /** It is over. */
    void over() {
      synchronized (goingOn) {
        goingOn.remove(this);
        told.forEach(ScriptLog.Begun::over);
      }
    }
  }

  /** The first counts; of a process whose steps are not kept any more nothing can be said. */
  synchronized void broke(String process, Cause what) {
    broke(parts.get(process), what);
  }

  /** The same of what concerns all processes; the steps of that which began first have to do. */
  synchronized void brokeEverywhere(Cause what) {
    broke(parts.values().stream().min(Comparator.comparingLong(Part::began)).orElse(null), what);
  }

  private void broke(Part part, Cause what) {
    if (kept && cause == null && part != null) {
      cause = what;
      part.log.notice();
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
    return Optional.of(new ViolationScript("soak", "found by mm soak", cause, setting, log));
  }
}
