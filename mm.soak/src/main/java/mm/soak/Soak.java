package mm.soak;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import mm.api.NotifierCore;
import mm.deploy.service.DeployReport;
import mm.deploy.service.Deployment;
import mm.deploy.service.Deployment.Mode;
import mm.deploy.service.LastingSpaces;
import mm.deploy.service.Unit;
import mm.report.ViolationScript;
import mm.soak.witness.Trouble;
import org.osgi.framework.BundleContext;

/** One soak: load on some threads, and {@link Replacements} on this one. */
final class Soak {
  private final BundleContext context;
  private final Supplier<NotifierCore> core;
  private final LastingSpaces spaces;
  private final Deployment deployment;
  private final Request request;
  private final PrintStream progress;
  private final Ledger ledger = new Ledger();
  private final Ledger compared = new Ledger();
  private final Tally tally = new Tally();
  private final Promises promises = new Promises();
  private final Jars jars = new Jars();
  private final Chronicle chronicle;
  private final ClassLeaks leaks;
  private final Set<String> played = new TreeSet<>();
  private final Replacements replacements;

  Soak(
      BundleContext context,
      Supplier<NotifierCore> core,
      LastingSpaces spaces,
      Deployment deployment,
      Request request,
      PrintStream progress) {
    this.context = context;
    this.core = core;
    this.spaces = spaces;
    this.deployment = deployment;
    this.request = request;
    this.progress = progress;
    boolean kept = request.save().isPresent() || request.until() == Request.Until.FIRST_VIOLATION;
    chronicle = kept ? Chronicle.kept() : Chronicle.none();
    leaks = new ClassLeaks(deployment, chronicle);
    replacements =
        new Replacements(
            context,
            core,
            spaces,
            deployment,
            request,
            progress,
            jars,
            ledger,
            tally,
            promises,
            chronicle,
            leaks);
  }

  Outcome run() {
    try {
      return underSwaps(System.nanoTime());
    } finally {
      clean();
    }
  }

  private Outcome underSwaps(long began) {
    order(deployment.install(jars.witness(Trouble.NONE, ""), Mode.EXECUTE));
    List<String> units = units();
    played.addAll(drivers(units));
    List<String> stale = underLoad(ledger, chronicle, () -> replacements.all(units, began));
    promises.add(core.get().violations());
    List<String> comparedStale =
        request.updates() == 0
            ? List.of()
            : underLoad(compared, Chronicle.none(), () -> replacements.updates(units));
    return new Outcome(
        request,
        units,
        ledger,
        tally,
        stale,
        promises,
        leaks.look(),
        compared,
        comparedStale,
        System.nanoTime() - began);
  }

  private static void order(DeployReport report) {
    if (!report.satisfied()) {
      throw new IllegalArgumentException(report.message());
    }
  }

  /** The bundles of the drivers that take part. */
  private List<String> units() {
    Set<String> wanted = new TreeSet<>(request.drivers());
    List<String> chosen = new ArrayList<>();
    for (Unit each : deployment.units()) {
      if (each.drivers().isEmpty()) {
        continue; // the engine
      }
      boolean named = wanted.removeAll(each.drivers());
      if (named || request.drivers().isEmpty() || each.name().equals(DriverJar.WITNESS)) {
        chosen.add(each.name());
      }
    }
    if (!wanted.isEmpty()) {
      throw new IllegalArgumentException("no driver " + wanted + " is deployed");
    }
    return chosen;
  }

  private Set<String> drivers(List<String> units) {
    Set<String> ids = new TreeSet<>();
    units.forEach(each -> ids.addAll(deployment.find(each).orElseThrow().drivers()));
    return ids;
  }

  /** Does something while threads work; answers which stale translations were found. */
  private List<String> underLoad(Ledger counts, Chronicle steps, Runnable work) {
    World world = new World(spaces, counts, steps, drivers(units()));
    Traffic.Arena shared = Traffic.Arena.in(world, "shared");
    List<Traffic> traffic = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < request.threads(); i++) {
      Traffic each = new Traffic(world, counts, core, shared, request.seed() + i);
      traffic.add(each);
      threads.add(new Thread(each, "soak-" + i));
    }
    threads.forEach(Thread::start);
    Hiccups hiccups = new Hiccups(counts);
    try {
      work.run();
    } finally {
      hiccups.end();
      traffic.forEach(Traffic::stop);
      threads.forEach(Soak::join);
    }
    world.checker().checkAll();
    world.look(core);
    shared.process().exit();
    world.close();
    return world.checker().findings().stream().map(Object::toString).toList();
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What led to the first violation, if something was to be saved and there was one. */
  Optional<ViolationScript> script() {
    String settings = context.getProperty("mm.driver.options");
    return chronicle.script(
        List.copyOf(played), settings == null ? List.of() : List.of(settings.split(",")));
  }

  private void clean() {
    deployment.remove(DriverJar.WITNESS, Mode.EXECUTE);
    jars.clean(progress);
  }
}
