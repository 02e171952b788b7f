package mm.replay.osgi;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.function.ToIntFunction;
import mm.api.NotifierCore;
import mm.replay.ReplayVerb;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.util.tracker.ServiceTracker;

/** Offers the verb {@code replay} while there is an engine. */
public final class ReplayActivator implements BundleActivator {
  private ServiceTracker<NotifierCore, ServiceRegistration<?>> cores;

  /** For the framework. */
  public ReplayActivator() {}

  @Override
  public void start(BundleContext context) {
    cores =
        new ServiceTracker<>(context, NotifierCore.class, null) {
          @Override
          public ServiceRegistration<?> addingService(ServiceReference<NotifierCore> reference) {
            Dictionary<String, Object> properties = new Hashtable<>();
            properties.put("mm.verb", "replay");
            return context.registerService(
                ToIntFunction.class,
                new ReplayVerb(context.getService(reference), new ServedGenerations(context)),
                properties);
          }

          @Override
          public void removedService(
              ServiceReference<NotifierCore> reference, ServiceRegistration<?> verb) {
            verb.unregister();
            context.ungetService(reference);
          }
        };
    cores.open();
  }

  @Override
  public void stop(BundleContext context) {
    cores.close();
  }
}
