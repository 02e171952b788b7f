package mm.deploy.unit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import mm.api.DriverStatus;
import mm.api.DriverStatus.State;
import mm.api.Finding;
import mm.api.NotifierCore;
import mm.api.Rule;
import mm.deploy.service.DeployReport;
import mm.deploy.service.UnitState;
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
  private static final Logger LOG = LoggerFactory.getLogger("mm.deploy");

  private final Engine engine;
  private final EngineUnit known;
  private final OpenSections sections;
  private final Wirings wirings;
  private final Journal journal;
  private final Removing removing;
  private final Settings settings;
  private final IntSupplier lasting;

  EngineSwapping(
      Engine engine,
      EngineUnit known,
      Wirings wirings,
      Journal journal,
      Removing removing,
      Settings settings,
      IntSupplier lasting) {
    this.engine = engine;
    this.known = known;
    sections = new OpenSections(engine);
    this.wirings = wirings;
    this.journal = journal;
    this.removing = removing;
    this.settings = settings;
    this.lasting = lasting;
  }

  /** What would be refreshed, once it is known that the next one resolves. */
  List<String> plan(Deployed before, Deployed next) throws BundleException, RefusedJarException {
    discard(resolved(next));
    return wirings.closure(before.bundle());
  }

  private Deployed resolved(Deployed next) throws BundleException, RefusedJarException {
    Deployed candidate =
        new Deployed(engine.context().installBundle(next.location()), next.jar(), next.source());
    if (!wirings.resolves(candidate.bundle())) {
      Finding why = Installing.unresolvedFinding(candidate.bundle());
      discard(candidate);
      throw new RefusedJarException(
          next.jar().origin() + " is refused: " + why.message(), List.of(why));
    }
    return candidate;
  }

  private void discard(Deployed candidate) {
    try {
      wirings.remove(candidate, settings.limitMillis());
    } catch (BundleException | IllegalStateException e) {
      LOG.warn("{} cannot be uninstalled", candidate.jar().origin(), e);
    }
  }

  /**
   * Swaps. When it is done, the next one is what the unit runs, and the one before is uninstalled.
   *
   * @param next has no bundle yet
   * @param reason why, for the history
   */
  DeployReport swap(Deployed before, Deployed next, String reason)
      throws BundleException, RefusedJarException {
    write(next, UnitState.INSTALLED, reason);
    Deployed candidate;
    try {
      candidate = resolved(next);
    } catch (RefusedJarException e) {
      write(next, UnitState.FAILED, e.getMessage());
      known.unit().found(e.findings());
      throw e;
    } catch (BundleException e) {
      write(next, UnitState.FAILED, e.getMessage());
      throw e;
    }
    write(next, UnitState.VALIDATED, "checked, and resolved");
    return swap(before, candidate, wirings.closure(before.bundle()));
  }

  private void write(Deployed version, UnitState to, String reason) {
    journal.write(known.unit(), version.version(), to, reason);
  }

  private DeployReport swap(Deployed before, Deployed next, List<String> closure)
      throws BundleException {
    write(before, UnitState.DRAINING, "the sections end that are open");
    Optional<String> stuck = sections.await(settings.limitNanos());
    if (stuck.isPresent()) {
      return kept(before, next, finding(stuck.get()));
    }
    List<DriverStatus> drivers = drivers();
    int spaces = engine.core().map(core -> core.spaces().size()).orElse(0);
    CompletableFuture<Void> stopping = removing.stopping(before.bundle());
    if (!ended(stopping, before)) {
      DeployReport report =
          kept(before, next, finding("it still waits for a section and starts again then"));
      stopping.whenComplete((done, thrown) -> restart(before));
      return report;
    }
    write(before, UnitState.STOPPED, "all drivers have let go; there is no engine now");
    List<Finding> wrong = start(next.bundle(), drivers);
    if (!wrong.isEmpty()) {
      removing.stop(next.bundle());
      DeployReport report = kept(before, next, wrong);
      restart(before);
      return report;
    }
    return done(before, next, spaces, closure);
  }

  private static List<Finding> finding(String why) {
    return List.of(
        new Finding(Rule.R4_5, why, "Mend the cause and swap again; the engine before serves."));
  }

  private DeployReport kept(Deployed before, Deployed next, List<Finding> why) {
    discard(next);
    String first = why.get(0).message();
    write(next, UnitState.FAILED, first);
    known.unit().found(why);
    if (before.bundle().getState() == Bundle.ACTIVE) {
      write(before, UnitState.ACTIVE, "in charge still");
    }
    return Reports.kept(
        next.jar(),
        "Version " + before.version() + " is in charge: " + first,
        why,
        Optional.empty());
  }

  private DeployReport done(Deployed before, Deployed next, int spaces, List<String> closure) {
    known.unit().inCharge(next);
    write(next, UnitState.ACTIVE, "drivers that it has admitted: " + admitted());
    discard(before);
    write(before, UnitState.GONE, next.version() + " serves instead");
    return Reports.done(next.jar(), message(before, next, spaces), closure);
  }

  private String message(Deployed before, Deployed next, int spaces) {
    int moved = Math.min(spaces, lasting.getAsInt());
    long admitted = admitted();
    return next.jar().origin()
        + " serves instead of "
        + before.version()
        + "; it has admitted "
        + admitted
        + (admitted == 1 ? " driver; " : " drivers; ")
        + moved
        + (moved == 1 ? " space moves along, " : " spaces move along, ")
        + (spaces - moved)
        + (spaces - moved == 1 ? " was released" : " were released");
  }

  /** An engine whose stop fails has stopped all the same, as the framework has it. */
  private boolean ended(CompletableFuture<Void> stopping, Deployed before) {
    try {
      stopping.get(settings.limitMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      LOG.warn("the stop of {} failed", before.jar().origin(), e.getCause());
      return before.bundle().getState() != Bundle.ACTIVE;
    }
  }

  private void restart(Deployed before) {
    try {
      before.bundle().start();
      write(before, UnitState.ACTIVE, "started again");
    } catch (BundleException | IllegalStateException e) {
      LOG.error("{} does not start again; start it by hand", before.jar().origin(), e);
    }
  }

  private List<DriverStatus> drivers() {
    return engine.core().map(NotifierCore::drivers).map(each -> each.list()).orElse(List.of());
  }

  private long admitted() {
    return drivers().stream().filter(each -> each.state() == State.ADMITTED).count();
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
