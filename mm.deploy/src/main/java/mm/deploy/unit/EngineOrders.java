package mm.deploy.unit;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mm.api.Finding;
import mm.api.Rule;
import mm.deploy.service.DeployReport;
import mm.deploy.service.DeployReport.Outcome;
import mm.deploy.service.Deployment.Mode;
import mm.deploy.service.UnitState;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Orders about the engine. What was deployed comes back after a restart; the engine that mm was
 * started with serves when that cannot be. Called by whoever carries out an order.
 */
final class EngineOrders {
  private static final Logger LOG = LoggerFactory.getLogger("mm.deploy");
  private static final String NAME = EngineUnit.NAME;

  private final EngineUnit known;
  private final EngineSwapping swapping;
  private final Journal journal;
  private final Store store;
  private final Memory memory;

  EngineOrders(
      EngineUnit known, EngineSwapping swapping, Journal journal, Store store, Memory memory) {
    this.known = known;
    this.swapping = swapping;
    this.journal = journal;
    this.store = store;
    this.memory = memory;
  }

  DeployReport swap(Jar next, Mode mode, String source)
      throws BundleException, RefusedJarException {
    Optional<Deployed> present = known.current();
    if (present.isEmpty()) {
      return Reports.refused(NAME, next.version(), "No " + NAME + " is installed");
    }
    Deployed before = present.get();
    if (before.jar().sha256().equals(next.sha256())
        && before.bundle().getState() == Bundle.ACTIVE) {
      return Reports.unchanged(next);
    }
    if (before.version().equals(next.version())) {
      known.unit().found(List.of(sameVersion(next)));
      return Reports.refused(next, sameVersion(next));
    }
    return swap(before, new Deployed(null, next, source), mode, "swapped in from " + source);
  }

  private static Finding sameVersion(Jar next) {
    return new Finding(
        Rule.R4_5,
        "An engine with the same name and version, " + next.origin() + ", is installed already.",
        "Give the changed bundle another version.");
  }

  private DeployReport swap(Deployed before, Deployed next, Mode mode, String reason)
      throws BundleException, RefusedJarException {
    if (mode == Mode.DRY_RUN) {
      return Reports.planned(
          next.jar(),
          before.jar().origin()
              + " can be swapped for "
              + next.version()
              + "; all drivers let go meanwhile",
          swapping.plan(before, next));
    }
    DeployReport report = swapping.swap(before, next, reason);
    if (report.outcome() == Outcome.DONE) {
      keep(Optional.of(before.asJar()));
    }
    return report;
  }

  /** Which one a roll-back would bring; copies of all others go. */
  private void keep(Optional<Deployed> previous) {
    Optional<Deployed> before = known.unit().previous();
    known.unit().previous(previous.orElse(null));
    memory.previous(NAME, previous.filter(Deployed::isOurs).map(each -> each.jar().sha256()));
    before.map(Deployed::jar).ifPresent(this::forgetUnlessNeeded);
  }

  private void forgetUnlessNeeded(Jar jar) {
    if (!needed().contains(jar.sha256())) {
      store.forget(jar);
    }
  }

  /** Hashes of the copies that are needed. */
  Set<String> needed() {
    Set<String> hashes = new HashSet<>();
    known.current().ifPresent(each -> hashes.add(each.jar().sha256()));
    known.unit().previous().ifPresent(each -> hashes.add(each.jar().sha256()));
    return hashes;
  }

  DeployReport rollback(String reason) throws BundleException, RefusedJarException {
    Optional<Deployed> previous = known.unit().previous();
    if (previous.isEmpty()) {
      return Reports.refused(NAME, "", "No engine before is kept");
    }
    return back(previous.get(), Mode.EXECUTE, reason);
  }

  /** Goes back to the engine that mm was started with. */
  DeployReport remove(Mode mode, String reason) throws BundleException, RefusedJarException {
    Optional<Deployed> current = known.current();
    if (current.isEmpty() || !current.get().isOurs()) {
      return Reports.refused(
          NAME, "", "The engine that mm was started with is in charge; it cannot be removed");
    }
    Optional<Deployed> shipped = known.shipped();
    if (shipped.isEmpty()) {
      return Reports.refused(NAME, "", "There is no other engine that could serve instead");
    }
    return back(shipped.get(), mode, reason);
  }

  private DeployReport back(Deployed to, Mode mode, String reason)
      throws BundleException, RefusedJarException {
    Deployed bad = known.current().orElseThrow();
    DeployReport report = swap(bad, to, mode, reason);
    if (report.outcome() == Outcome.DONE) {
      keep(Optional.empty());
    }
    return report;
  }

  /** Brings the engine back that was in charge when a run before ended. */
  DeployReport bringBack() throws BundleException, RefusedJarException {
    dismissCached();
    known.look();
    Optional<String> hash = memory.current(NAME).filter(each -> !needed().contains(each));
    if (hash.isEmpty()) {
      return Reports.unchanged(known.current().orElseThrow().jar());
    }
    Optional<Jar> before = memory.previous(NAME).flatMap(this::intact);
    DeployReport report = again(hash.get());
    if (report.outcome() == Outcome.DONE) {
      before.ifPresent(jar -> keep(Optional.of(new Deployed(null, jar, Deployed.SHELL))));
    } else {
      memory.gone(NAME); // a jar of the folder is acted upon as a new one
      LOG.error("the engine of the run before does not serve: {}", report.message());
    }
    return report;
  }

  private DeployReport again(String hash) throws BundleException {
    Optional<Jar> copy = intact(hash);
    if (copy.isEmpty()) {
      return damaged(hash);
    }
    try {
      return swap(
          known.current().orElseThrow(),
          new Deployed(null, copy.get(), memory.source(NAME)),
          Mode.EXECUTE,
          "it was in charge when the run before ended");
    } catch (RefusedJarException e) {
      return Reports.refused(NAME, copy.get().version(), e);
    }
  }

  private Optional<Jar> intact(String hash) {
    try {
      return store.engine(hash);
    } catch (IOException e) {
      LOG.warn("the copy {} cannot be read", hash, e);
      return Optional.empty();
    }
  }

  private DeployReport damaged(String hash) {
    String version = memory.version(NAME);
    Finding why =
        new Finding(
            Rule.R4_5,
            "The copy of the engine "
                + version
                + " that was deployed is missing or damaged ("
                + hash
                + ").",
            "Swap it in again; the engine that mm was started with serves.");
    known.unit().found(List.of(why));
    journal.write(known.unit(), version, UnitState.FAILED, why.message());
    return Reports.refused(NAME, version, new RefusedJarException(why.message(), List.of(why)));
  }

  /**
   * A framework whose cache was kept has started a deployed engine itself. It stays when it is the
   * only one; beside the one that mm was started with it goes, and comes back in its turn.
   */
  private void dismissCached() throws BundleException {
    List<Bundle> cached = known.bundles().stream().filter(known::isCopy).toList();
    boolean alone = cached.size() == known.bundles().size();
    for (Bundle each : cached) {
      if (alone && each.getState() == Bundle.ACTIVE) {
        known.adopt(new Deployed(each, Known.jar(each), memory.source(NAME)));
      } else {
        each.uninstall();
      }
    }
  }
}
