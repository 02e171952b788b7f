package mm.deploy.unit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mm.api.AddressSpace;
import mm.api.DriverStatus;
import mm.api.DriverStatus.State;
import mm.api.Finding;
import mm.api.NotifierCore;
import mm.api.OpenSection;
import mm.api.Rule;
import mm.deploy.service.DeployReport;
import mm.deploy.service.Deployment.Mode;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces the engine itself. There is one engine at a time: the next one is installed and resolved
 * beside the one in charge, which then stops, so that all drivers let go of everything; the next
 * one starts and admits them anew. Their bundles are not touched. What fails brings the engine
 * before back.
 */
final class EngineSwapping {
  /** Symbolic name of the engine's bundle. */
  static final String NAME = "mm.core";

  private static final Logger LOG = LoggerFactory.getLogger("mm.deploy");
  private static final long PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Engine engine;
  private final Wirings wirings;
  private final Removing removing;
  private final Settings settings;
  private final Store store;
  private final IntSupplier lasting;

  EngineSwapping(
      Engine engine,
      Wirings wirings,
      Removing removing,
      Settings settings,
      Store store,
      IntSupplier lasting) {
    this.engine = engine;
    this.wirings = wirings;
    this.removing = removing;
    this.settings = settings;
    this.store = store;
    this.lasting = lasting;
  }

  /** The engine's bundle: the one that runs, if one does. */
  Optional<Bundle> bundle() {
    List<Bundle> all =
        Stream.of(engine.context().getBundles())
            .filter(each -> NAME.equals(each.getSymbolicName()))
            .toList();
    return all.stream()
        .filter(each -> each.getState() == Bundle.ACTIVE)
        .findFirst()
        .or(() -> all.stream().findFirst());
  }

  /** What the engine's bundle was made from. */
  Jar jar(Bundle bundle) {
    return Known.jar(bundle);
  }

  DeployReport swap(Jar next, Mode mode) throws BundleException, RefusedJarException {
    Optional<Bundle> found = bundle();
    if (found.isEmpty()) {
      return Reports.refused(NAME, next.version(), "No " + NAME + " is installed");
    }
    Bundle before = found.get();
    Jar old = jar(before);
    if (old.sha256().equals(next.sha256()) && before.getState() == Bundle.ACTIVE) {
      return Reports.unchanged(next);
    }
    if (old.version().equals(next.version())) {
      return Reports.refused(next, sameVersion(next));
    }
    Bundle candidate = resolved(next);
    List<String> closure = wirings.closure(before);
    if (mode == Mode.DRY_RUN) {
      discard(candidate, next);
      return Reports.planned(
          next,
          old.origin() + " can be swapped for " + next.version() + "; all drivers let go meanwhile",
          closure);
    }
    return swap(new Deployed(before, old, ""), new Deployed(candidate, next, ""), closure);
  }

  private static Finding sameVersion(Jar next) {
    return new Finding(
        Rule.R4_5,
        "An engine with the same name and version, " + next.origin() + ", is installed already.",
        "Give the changed bundle another version.");
  }

  private Bundle resolved(Jar next) throws BundleException, RefusedJarException {
    Bundle candidate = engine.context().installBundle(next.location());
    if (!wirings.resolves(candidate)) {
      Finding why = Installing.unresolvedFinding(candidate);
      discard(candidate, next);
      throw new RefusedJarException(next.origin() + " is refused: " + why.message(), List.of(why));
    }
    return candidate;
  }

  private void discard(Bundle candidate, Jar jar) {
    try {
      wirings.remove(new Deployed(candidate, jar, ""), settings.limitMillis());
    } catch (BundleException | IllegalStateException e) {
      LOG.warn("{} cannot be uninstalled", jar.origin(), e);
    }
    store.forget(jar);
  }

  private DeployReport swap(Deployed before, Deployed next, List<String> closure)
      throws BundleException {
    Optional<String> stuck = awaitSections();
    if (stuck.isPresent()) {
      discard(next.bundle(), next.jar());
      return kept(before, next, stuck.get(), List.of());
    }
    List<DriverStatus> drivers = drivers();
    int spaces = engine.core().map(core -> core.spaces().size()).orElse(0);
    CompletableFuture<Void> stopping = removing.stopping(before.bundle());
    if (!ended(stopping)) {
      discard(next.bundle(), next.jar());
      stopping.whenComplete((done, thrown) -> restart(before));
      return kept(before, next, "it still waits for a section and starts again then", List.of());
    }
    List<Finding> findings = start(next.bundle(), drivers);
    if (!findings.isEmpty()) {
      removing.stop(next.bundle());
      discard(next.bundle(), next.jar());
      restart(before);
      return kept(before, next, findings.get(0).message(), findings);
    }
    LOG.info("{} serves instead of {}", next.jar().origin(), before.version());
    wirings.remove(before, settings.limitMillis());
    store.forget(before.jar());
    return Reports.done(next.jar(), message(before, next, spaces), closure);
  }

  private DeployReport kept(Deployed before, Deployed next, String why, List<Finding> findings) {
    return Reports.kept(
        next.jar(),
        "Version " + before.version() + " is in charge: " + why,
        findings,
        Optional.empty());
  }

  private String message(Deployed before, Deployed next, int spaces) {
    long admitted = drivers().stream().filter(each -> each.state() == State.ADMITTED).count();
    int moved = Math.min(spaces, lasting.getAsInt());
    return next.jar().origin()
        + " serves instead of "
        + before.version()
        + "; it has admitted "
        + admitted
        + (admitted == 1 ? " driver; " : " drivers; ")
        + moved
        + (moved == 1 ? " space moves along, " : " spaces move along, ")
        + (spaces - moved)
        + (spaces - moved == 1 ? " was released;" : " were released;")
        + " the next start of mm begins with the engine in its folder bundles";
  }

  /** Waits for the sections that are open now, so that the stop need not; or says which stays. */
  private Optional<String> awaitSections() {
    long began = System.nanoTime();
    Optional<String> open = open(began);
    while (open.isPresent() && System.nanoTime() - began < settings.limitNanos()) {
      LockSupport.parkNanos(PARK_NANOS);
      open = open(began);
    }
    return open;
  }

  private Optional<String> open(long began) {
    long elapsed = System.nanoTime() - began;
    return engine.core().stream()
        .flatMap(core -> core.spaces().stream())
        .flatMap(
            space ->
                space.openSections().stream()
                    .filter(s -> isOlder(s, elapsed))
                    .map(s -> text(space, s)))
        .findFirst();
  }

  /** Without guards nobody knows the age; the stop then waits for it. */
  private static boolean isOlder(OpenSection section, long nanos) {
    return section.ageNanos() > nanos;
  }

  private static String text(AddressSpace space, OpenSection section) {
    return "a section of thread "
        + section.thread()
        + " in "
        + space.name()
        + " "
        + section.range()
        + " stays open";
  }

  private boolean ended(CompletableFuture<Void> stopping) throws BundleException {
    try {
      stopping.get(settings.limitMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new BundleException("stop of the engine", e.getCause());
    }
  }

  private static void restart(Deployed before) {
    try {
      before.bundle().start();
    } catch (BundleException | IllegalStateException e) {
      LOG.error("{} does not start again; start it by hand", before.jar().origin(), e);
    }
  }

  private List<DriverStatus> drivers() {
    return engine.core().map(NotifierCore::drivers).map(each -> each.list()).orElse(List.of());
  }

  /** Starts it; the answer is what is wrong with it. */
  private List<Finding> start(Bundle candidate, List<DriverStatus> before) {
    try {
      candidate.start();
    } catch (BundleException e) {
      return List.of(
          new Finding(
              Rule.R6_8, "The engine does not start: " + e.getMessage() + ".", "See the log."));
    }
    if (engine.core().isEmpty()) {
      return List.of(
          new Finding(Rule.R6_8, "The bundle starts and offers no engine.", "Is it an mm.core?"));
    }
    quarantineAgain(before);
    return refused(before);
  }

  /** Who was out stays out: the next engine does not know why. */
  private void quarantineAgain(List<DriverStatus> before) {
    for (DriverStatus each : before) {
      if (each.state() == State.QUARANTINED && has(each, State.ADMITTED)) {
        engine.drivers().quarantine(each.id(), each.findings().get(0)).toCompletableFuture().join();
      }
    }
  }

  private boolean has(DriverStatus driver, State state) {
    return drivers().stream()
        .anyMatch(each -> each.id().equals(driver.id()) && each.state() == state);
  }

  /** An engine that does not want the drivers of the one before is no successor. */
  private List<Finding> refused(List<DriverStatus> before) {
    Map<String, DriverStatus> now =
        drivers().stream().collect(Collectors.toMap(DriverStatus::id, each -> each, (a, b) -> a));
    List<Finding> findings = new ArrayList<>();
    for (DriverStatus each : before) {
      DriverStatus next = now.get(each.id());
      if (each.state() == State.ADMITTED && (next == null || next.state() == State.REFUSED)) {
        findings.add(
            new Finding(
                Rule.R4_5,
                "It does not admit the driver " + each.id() + ".",
                "Mend the engine or the driver, and swap again."));
        findings.addAll(next == null ? List.of() : next.findings());
      }
    }
    return findings;
  }
}
