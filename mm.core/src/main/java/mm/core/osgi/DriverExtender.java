package mm.core.osgi;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import mm.api.DriverStatus;
import mm.api.Rule;
import mm.core.registry.DriverTable;
import mm.spi.DriverCapability;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every bundle that has started; admits the drivers of those that are driver bundles, and
 * retires them when the bundle stops.
 *
 * <p>Runs on the thread that starts or stops the bundle, so after {@code start} has returned the
 * outcome is known, and {@code stop} returns only after the last callback of the driver.
 */
final class DriverExtender implements BundleTrackerCustomizer<Bundle>, SynchronousBundleListener {
  private static final Logger LOG = LoggerFactory.getLogger(DriverExtender.class);

  private final BundleContext context;
  private final BundleTracker<Bundle> tracker;
  private final DriverTable drivers;
  private final BundleRevision engine;

  DriverExtender(BundleContext context, DriverTable drivers) {
    this.context = context;
    this.drivers = drivers;
    engine = context.getBundle().adapt(BundleRevision.class);
    drivers.stopBy(this::stop);
    tracker = new BundleTracker<>(context, Bundle.ACTIVE, this);
  }

  void open() {
    context.addBundleListener(this);
    tracker.open();
  }

  void close() {
    tracker.close();
    context.removeBundleListener(this);
  }

  @Override
  public Bundle addingBundle(Bundle bundle, BundleEvent event) {
    List<BundleCapability> declared =
        bundle.adapt(BundleWiring.class).getCapabilities(DriverCapability.NAMESPACE);
    if (declared.isEmpty() && bundle.getEntry(ServiceFile.PATH) == null) {
      return null; // no driver bundle
    }
    drivers.forget(BundleAdmission.origin(bundle)); // what was said of it before
    new BundleAdmission(bundle, drivers, engine).admit(declared);
    return bundle;
  }

  @Override
  public void modifiedBundle(Bundle bundle, BundleEvent event, Bundle tracked) {}

  @Override
  public void removedBundle(Bundle bundle, BundleEvent event, Bundle tracked) {
    drivers.forget(BundleAdmission.origin(bundle));
  }

  /** Looks again at the bundles that a policy has kept out. */
  void reexamine() {
    Set<String> refused =
        drivers.list().stream()
            .filter(each -> each.state() == DriverStatus.State.REFUSED)
            .filter(each -> each.findings().stream().allMatch(f -> f.rule() == Rule.R6_22))
            .map(DriverStatus::origin)
            .collect(Collectors.toSet());
    Bundle[] tracked = tracker.getBundles();
    for (Bundle bundle : tracked == null ? new Bundle[0] : tracked) {
      if (refused.contains(BundleAdmission.origin(bundle))) {
        lookAgain(bundle);
      }
    }
  }

  /** The tracker does not know of this look: a bundle that stops meanwhile is forgotten here. */
  private void lookAgain(Bundle bundle) {
    addingBundle(bundle, null);
    if (tracker.getObject(bundle) == null) {
      removedBundle(bundle, null, bundle);
    }
  }

  private void stop(String origin) {
    for (Bundle bundle : context.getBundles()) {
      if (BundleAdmission.origin(bundle).equals(origin)) {
        stop(bundle);
      }
    }
  }

  private static void stop(Bundle bundle) {
    try {
      LOG.warn("stopping {}: its driver broke its word", BundleAdmission.origin(bundle));
      bundle.stop();
    } catch (BundleException e) {
      LOG.error("{} does not stop", BundleAdmission.origin(bundle), e);
    }
  }

  /** A vetoed bundle never started, so the tracker does not tell when it goes. */
  @Override
  public void bundleChanged(BundleEvent event) {
    if (event.getType() == BundleEvent.UNINSTALLED) {
      drivers.forget(BundleAdmission.origin(event.getBundle()));
    }
  }
}
