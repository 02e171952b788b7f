package mm.deploy.unit;

import java.lang.ref.WeakReference;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the framework connects: closures, refreshes, and the class loaders of what has gone. */
final class Wirings {
  private static final Logger LOG = LoggerFactory.getLogger(Wirings.class);

  private final BundleContext context;

  /** Class loaders of uninstalled versions, by origin and a number. */
  private final Map<String, WeakReference<ClassLoader>> gone = new ConcurrentHashMap<>();

  private int count; // guarded by this

  Wirings(BundleContext context) {
    this.context = context;
  }

  private FrameworkWiring framework() {
    return context.getBundle(0).adapt(FrameworkWiring.class);
  }

  /** Who would be stopped and started again when a bundle is refreshed, itself included. */
  List<String> closure(Bundle bundle) {
    Collection<Bundle> all = framework().getDependencyClosure(List.of(bundle));
    return all.stream()
        .map(each -> each.getSymbolicName() + " " + each.getVersion())
        .sorted()
        .toList();
  }

  boolean resolves(Bundle bundle) {
    return framework().resolveBundles(List.of(bundle));
  }

  /** Uninstalls a bundle, and lets the framework forget its classes. */
  void remove(Deployed version, long limitMillis) throws BundleException {
    Bundle bundle = version.bundle();
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    if (wiring != null && wiring.getClassLoader() != null) {
      note(version.jar().origin(), wiring.getClassLoader());
    }
    if (bundle.getState() != Bundle.UNINSTALLED) {
      bundle.uninstall();
    }
    refresh(bundle, limitMillis);
  }

  private synchronized void note(String origin, ClassLoader loader) {
    gone.values().removeIf(each -> each.get() == null);
    gone.put(origin + " #" + ++count, new WeakReference<>(loader));
  }

  private void refresh(Bundle bundle, long limitMillis) {
    CountDownLatch refreshed = new CountDownLatch(1);
    framework()
        .refreshBundles(
            List.of(bundle),
            event -> {
              if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                refreshed.countDown();
              }
            });
    try {
      if (!refreshed.await(limitMillis, TimeUnit.MILLISECONDS)) {
        LOG.warn("the refresh of {} takes longer than {} ms", bundle, limitMillis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Versions that have gone and whose classes something still holds on to. */
  List<String> lingering() {
    gone.values().removeIf(each -> each.get() == null);
    return gone.keySet().stream().sorted().toList();
  }
}
