package mm.soak;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import mm.api.DriverRegistry;
import mm.api.Finding;
import mm.api.NotifierCore;
import mm.api.Rule;
import mm.deploy.service.DeployReport;
import mm.deploy.service.Deployment;
import mm.deploy.service.Deployment.Mode;
import mm.deploy.service.LastingSpaces;
import mm.deploy.service.TransitionListener;
import mm.deploy.service.Unit;
import mm.deploy.service.UnitState;
import mm.report.ScriptStep;
import mm.report.ViolationScript.Cause;
import mm.soak.witness.Trouble;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.wiring.FrameworkWiring;

/** What becomes of drivers and engine while the load goes on, one thing after the other. */
final class Replacements {
  private static final int EACH_ROLLBACK = 10;
  private static final int EACH_ABSENCE = 25;
  private static final int EACH_CHAOS = 5;
  private static final int EACH_LEAK_LOOK = 50;
  private static final long REFRESH_SECONDS = 10;

  private final BundleContext context;
  private final Supplier<NotifierCore> core;
  private final LastingSpaces spaces;
  private final Deployment deployment;
  private final Request request;
  private final PrintStream progress;
  private final Jars jars;
  private final Ledger ledger;
  private final Tally tally;
  private final Chronicle chronicle;
  private final ClassLeaks leaks;
  private final DriverFates fates;
  private final Promises promises;

  Replacements(
      BundleContext context,
      Supplier<NotifierCore> core,
      LastingSpaces spaces,
      Deployment deployment,
      Request request,
      PrintStream progress,
      Jars jars,
      Ledger ledger,
      Tally tally,
      Promises promises,
      Chronicle chronicle,
      ClassLeaks leaks) {
    this.context = context;
    this.core = core;
    this.spaces = spaces;
    this.deployment = deployment;
    this.request = request;
    this.progress = progress;
    this.jars = jars;
    this.ledger = ledger;
    this.tally = tally;
    this.promises = promises;
    this.chronicle = chronicle;
    this.leaks = leaks;
    fates = new DriverFates(chronicle);
  }

  /**
   * Replaces one after the other, and disturbs them now and then.
   *
   * @param units bundles of drivers
   * @param began when the soak began
   */
  void all(List<String> units, long began) {
    long end = began + TimeUnit.SECONDS.toNanos(request.seconds());
    while (request.swaps() == 0 && System.nanoTime() - end < 0 && !isEnough()) {
      LockSupport.parkNanos(1_000_000); // the load alone, to compare with
    }
    for (int i = 1; (i <= request.swaps() || System.nanoTime() - end < 0) && !isEnough(); i++) {
      String unit = units.get(i % units.size());
      replace(unit);
      disturb(unit, i);
      if (isTurnOfEngine(i, began)) {
        absent(this::swapEngine);
      }
      if (i % EACH_LEAK_LOOK == 0 && request.until() == Request.Until.FIRST_VIOLATION) {
        leaks.look();
      }
      if (i % 50 == 0) {
        progress.printf("soak: %d replaced, %s%n", i, deployment.lingering().size());
      }
    }
  }

  private boolean isEnough() {
    return request.until() == Request.Until.FIRST_VIOLATION && chronicle.isSatisfied();
  }

  /** Spread over the whole soak, however long that is. */
  private boolean isTurnOfEngine(int i, long began) {
    double seconds = (System.nanoTime() - began) / 1e9;
    double over = Math.min(part(i, request.swaps()), part(seconds, request.seconds()));
    return tally.engines < request.engines() && over * (request.engines() + 1) >= tally.engines + 1;
  }

  private static double part(double done, int wanted) {
    return wanted == 0 ? 1 : done / wanted;
  }

  /** Spaces move into the next engine while the load goes on. */
  private void swapEngine() {
    Chronicle.Everywhere swapping = chronicle.everywhere(() -> ScriptStep.of("engine_swap"));
    NotifierCore before = core.get();
    Path next = jars.next(bundle("mm.core"));
    DeployReport report = deployment.swap("mm.core", next, Mode.EXECUTE);
    if (report.outcome() == DeployReport.Outcome.DONE) {
      tally.engines++;
    } else {
      tally.add(report);
    }
    while (running("mm.core").isEmpty() || !spaces.attended()) { // one that was kept starts again
      LockSupport.parkNanos(1_000_000);
    }
    if (core.get() != before) {
      promises.add(before.violations());
    }
    swapping.over();
  }

  private Optional<Bundle> running(String name) {
    return Stream.of(context.getBundles())
        .filter(each -> name.equals(each.getSymbolicName()) && each.getState() == Bundle.ACTIVE)
        .findFirst();
  }

  private Bundle bundle(String name) {
    return running(name).orElseThrow(() -> new IllegalStateException(name + " does not run"));
  }

  private void replace(String unit) {
    Unit known = deployment.find(unit).orElseThrow();
    if (request.way() == Request.Way.NAIVE) {
      naive(known);
    } else {
      long began = chronicle.now();
      DeployReport report = swapping(known, () -> deployment.swap(unit, next(known), Mode.EXECUTE));
      tally.add(report);
      tellOfGivenUp(known, report, began);
    }
  }

  /** A script swaps at once: when the successor has taken over and begins to serve. */
  private DeployReport swapping(Unit unit, Supplier<DeployReport> swap) {
    long began = chronicle.now();
    List<Chronicle.Everywhere> told = new CopyOnWriteArrayList<>();
    TransitionListener listener =
        step -> {
          boolean other = step.unit().equals(unit.name()) && !step.version().equals(unit.version());
          if (other && step.to() == UnitState.ACTIVE) {
            told.addAll(fates.tell("driver_swap", unit, began));
          }
        };
    ServiceRegistration<?> listening =
        context.registerService(TransitionListener.class, listener, null);
    try {
      return swap.get();
    } finally {
      listening.unregister();
      told.forEach(Chronicle.Everywhere::over);
    }
  }

  /** Unless somebody makes mischief a swap that has begun is not given up. */
  private void tellOfGivenUp(Unit unit, DeployReport report, long began) {
    boolean begun = report.swap().isPresent();
    if (begun
        && report.outcome() != DeployReport.Outcome.DONE
        && request.disturbance() == Request.Disturbance.ORDERLY) {
      fates.tell("driver_swap", unit, began).forEach(Chronicle.Everywhere::over);
      String driver = unit.drivers().get(0);
      chronicle.brokeEverywhere(new Cause(Cause.GIVEN_UP, "R4.5", driver, report.message()));
    }
  }

  /** What plain service ranking comes to: the old one is away before the new one is there. */
  private void naive(Unit unit) {
    Path next = next(unit);
    fates.telling("driver_remove", unit, () -> deployment.remove(unit.name(), Mode.EXECUTE));
    fates.telling("driver_install", unit, () -> tally.add(deployment.install(next, Mode.EXECUTE)));
  }

  private Path next(Unit unit) {
    return unit.name().equals(DriverJar.WITNESS)
        ? jars.witness(Trouble.NONE, "")
        : jars.next(bundle(unit));
  }

  private Bundle bundle(Unit unit) {
    for (Bundle each : context.getBundles()) {
      if (unit.name().equals(each.getSymbolicName())
          && unit.version().equals(each.getVersion().toString())) {
        return each;
      }
    }
    throw new IllegalStateException(unit.name() + " " + unit.version() + " is not installed");
  }

  private void disturb(String unit, int i) {
    if (request.way() == Request.Way.NAIVE) {
      return;
    }
    if (i % EACH_ROLLBACK == 0) {
      rollBack(unit);
    }
    if (i % EACH_ABSENCE == 0) {
      awaitProved(unit);
      absent(() -> quarantine(unit));
      tally.quarantines++;
    } else if (i % EACH_ABSENCE == EACH_ABSENCE / 2) {
      absent(() -> stopAndStart(unit));
      tally.stops++;
    }
    if (request.disturbance() == Request.Disturbance.CHAOS && i % EACH_CHAOS == 0) {
      chaos(unit, i / EACH_CHAOS);
    }
  }

  /** A swap like any other: for the version before. */
  private void rollBack(String unit) {
    Unit known = deployment.find(unit).orElseThrow();
    if (swapping(known, () -> deployment.rollback(unit)).satisfied()) {
      tally.rollbacks++;
    }
  }

  /** An absence that everybody is told of. */
  private void absent(Runnable work) {
    ledger.announceAbsence();
    try {
      work.run();
    } finally {
      ledger.endAbsence();
    }
  }

  /** On probation the deployer would roll a quarantined version back, as it should. */
  private void awaitProved(String unit) {
    while (deployment.find(unit).orElseThrow().probation() > 0) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void quarantine(String unit) {
    Finding why = new Finding(Rule.R4_7, "The soak takes it out.", "It is released at once.");
    for (String each : deployment.find(unit).orElseThrow().drivers()) {
      DriverRegistry drivers = core.get().drivers();
      fates.telling("driver_quarantine", each, () -> drivers.quarantine(each, why));
      fates.telling("driver_release", each, () -> drivers.release(each));
    }
  }

  private void stopAndStart(String name) {
    Unit unit = deployment.find(name).orElseThrow();
    Bundle bundle = bundle(unit);
    fates.telling("driver_stop", unit, () -> switching(bundle::stop));
    fates.telling("driver_start", unit, () -> switching(bundle::start));
  }

  /** Starts or stops a bundle. */
  private interface Switching {
    void run() throws BundleException;
  }

  private static void switching(Switching what) {
    try {
      what.run();
    } catch (BundleException e) {
      throw new IllegalStateException(e);
    }
  }

  private void chaos(String unit, int turn) {
    switch (turn % 5) {
      case 0 -> tally.add(swapWitness(jars.garbage()));
      case 1 -> tally.add(swapWitness(jars.witness(Trouble.NONE, ",no.such.package")));
      case 2 -> swapAndAwaitRollback();
      case 3 -> tally.add(swapWitness(jars.witness(Trouble.SLOW, "")));
      default -> {
        absent(() -> refresh(deployment.find(unit).orElseThrow()));
        tally.refreshes++;
      }
    }
  }

  private DeployReport swapWitness(Path jar) {
    return deployment.swap(DriverJar.WITNESS, jar, Mode.EXECUTE);
  }

  /** It is given up, or comes into charge and is rolled back by the deployer itself. */
  private void swapAndAwaitRollback() {
    DeployReport report = swapWitness(jars.witness(Trouble.FAULTY, ""));
    tally.add(report);
    long began = System.nanoTime();
    while (report.outcome() == DeployReport.Outcome.DONE
        && deployment.find(DriverJar.WITNESS).orElseThrow().version().equals(report.version())
        && System.nanoTime() - began < TimeUnit.SECONDS.toNanos(REFRESH_SECONDS)) {
      Thread.onSpinWait();
    }
    if (report.outcome() == DeployReport.Outcome.DONE) {
      tally.rollbacks++;
    }
  }

  private void refresh(Unit unit) {
    fates.telling("driver_stop", unit, () -> refresh(bundle(unit)));
    fates.telling("driver_install", unit, () -> {}); // the framework has done it meanwhile
  }

  private void refresh(Bundle bundle) {
    CountDownLatch done = new CountDownLatch(1);
    context
        .getBundle(0)
        .adapt(FrameworkWiring.class)
        .refreshBundles(
            List.of(bundle),
            event -> {
              if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                done.countDown();
              }
            });
    try {
      done.await(REFRESH_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The framework's own way, to compare with. */
  void updates(List<String> units) {
    for (int i = 0; i < request.updates(); i++) {
      Unit unit = deployment.find(units.get(i % units.size())).orElseThrow();
      Bundle bundle = bundle(unit);
      Path next = next(unit);
      try (InputStream in = Files.newInputStream(next)) {
        bundle.update(in);
      } catch (BundleException | IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
