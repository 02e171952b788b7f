package mm.deploy.unit;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import mm.deploy.service.DeployReport;
import mm.deploy.service.UnitState;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes versions out of the framework. */
final class Removing {
  private static final Logger LOG = LoggerFactory.getLogger(Removing.class);

  private final Engine engine;
  private final Wirings wirings;
  private final Journal journal;
  private final Settings settings;
  private final Store store;

  Removing(Engine engine, Wirings wirings, Journal journal, Settings settings, Store store) {
    this.store = store;
    this.engine = engine;
    this.wirings = wirings;
    this.journal = journal;
    this.settings = settings;
  }

  DeployReport plan(DriverUnit unit) {
    Deployed version = unit.current().orElseThrow();
    return Reports.planned(version.jar(), "It can be removed", wirings.closure(version.bundle()));
  }

  DeployReport remove(DriverUnit unit, String reason) throws BundleException {
    Deployed version = unit.current().orElseThrow();
    List<String> closure = wirings.closure(version.bundle());
    journal.write(unit, version.version(), UnitState.DRAINING, reason);
    if (!stop(version.bundle())) {
      return Reports.kept(
          version.jar(),
          "It still waits for a section that it saw begin; remove it again later",
          List.of(),
          Optional.empty());
    }
    journal.write(unit, version.version(), UnitState.STOPPED, "it had its last callback");
    forgetPrevious(unit);
    unit.current(null);
    unit.desired(Optional.empty());
    remove(unit, version, reason);
    return Reports.done(version.jar(), version.jar().origin() + " is removed", closure);
  }

  /** Stops a bundle; false when that takes longer than the limit: then it stops later. */
  boolean stop(Bundle bundle) throws BundleException {
    try {
      stopping(bundle).get(settings.limitMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new BundleException("stop of " + bundle, e.getCause());
    }
  }

  /** Stops a bundle on a thread of its own, which may take as long as a section stays open. */
  CompletableFuture<Void> stopping(Bundle bundle) {
    CompletableFuture<Void> stopped = new CompletableFuture<>();
    Thread thread = new Thread(() -> stop(bundle, stopped), "mm-deploy: stop of " + bundle);
    thread.setDaemon(true);
    thread.start();
    return stopped;
  }

  private static void stop(Bundle bundle, CompletableFuture<Void> stopped) {
    try {
      bundle.stop();
      stopped.complete(null);
    } catch (BundleException | IllegalStateException e) {
      stopped.completeExceptionally(e);
    }
  }

  /** Uninstalls a version that has stopped, and refreshes its own closure. */
  void remove(DriverUnit unit, Deployed version, String reason) {
    try {
      wirings.remove(version, settings.limitMillis());
      store.forget(version.jar());
      journal.write(unit, version.version(), UnitState.GONE, reason);
    } catch (BundleException | IllegalStateException e) {
      LOG.warn("{} cannot be uninstalled", version.jar().origin(), e);
    }
  }

  /** The version before is not needed any more. */
  void forgetPrevious(DriverUnit unit) {
    unit.proved();
    unit.previous()
        .ifPresent(
            old -> {
              unit.previous(null);
              remove(unit, old, "its successor has proved itself");
            });
  }

  /** A version that did not get in goes without a trace but the journal's. */
  void undo(DriverUnit unit, Deployed version, String why) {
    engine.core().ifPresent(core -> core.drivers().dismiss(Engine.origin(version.bundle())));
    try {
      stop(version.bundle());
      wirings.remove(version, settings.limitMillis());
      store.forget(version.jar());
    } catch (BundleException | IllegalStateException e) {
      LOG.warn("{} cannot be uninstalled", version.jar().origin(), e);
    }
    journal.write(unit, version.version(), UnitState.FAILED, why);
  }
}
