package mm.launcher;

import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;

/** Finds the services that the bundles offer to the launcher. */
final class Services {
  private final BundleContext context;

  Services(BundleContext context) {
    this.context = context;
  }

  /** Returns when a service that matches exists; fails when there is none in time. */
  void await(String filter, long millis) {
    CountDownLatch seen = new CountDownLatch(1);
    ServiceListener listener = event -> seen.countDown();
    try {
      context.addServiceListener(listener, filter);
      // Asked after the listener is in place, so that a service in between is not missed.
      boolean there = context.getAllServiceReferences(null, filter) != null;
      if (!there && !seen.await(millis, TimeUnit.MILLISECONDS)) {
        throw Problem.internal("the engine was not ready after " + millis / 1000 + " s");
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalArgumentException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.internal("interrupted while the engine started", e);
    } finally {
      context.removeServiceListener(listener);
    }
  }

  /** The service of that type whose property {@code key} is {@code name}. */
  <T> T get(Class<T> type, String key, String name) {
    return references(type, "(" + key + "=" + name + ")").stream()
        .findFirst()
        .map(context::getService)
        .orElseThrow(() -> Problem.internal("no bundle offers " + key + "=" + name));
  }

  private <T> Collection<ServiceReference<T>> references(Class<T> type, String filter) {
    try {
      return context.getServiceReferences(type, filter);
    } catch (InvalidSyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
