package mm.deploy.lasting;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import mm.api.Dispatcher;
import mm.api.NotifierCore;
import mm.deploy.service.LastingSpaces;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Offers lasting spaces in a framework, a dispatcher to each bundle; of several engines the one
 * that came first counts.
 */
public final class LastingService implements ServiceFactory<Object> {
  private final ExecutorService movers = Executors.newCachedThreadPool(LastingService::thread);
  private final List<LastingDispatcher> dispatchers = new CopyOnWriteArrayList<>();
  private final ServiceTracker<NotifierCore, NotifierCore> engines;
  private final ServiceRegistration<?> registration;
  private NotifierCore engine; // guarded by this; null without one

  /**
   * Starts it.
   *
   * @param context of the bundle
   */
  public LastingService(BundleContext context) {
    engines = new Engines(context);
    engines.open();
    String[] types = {Dispatcher.class.getName(), LastingSpaces.class.getName()};
    registration = context.registerService(types, this, null);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "mm-deploy: move of a space");
    thread.setDaemon(true);
    return thread;
  }

  private final class Engines extends ServiceTracker<NotifierCore, NotifierCore> {
    Engines(BundleContext context) {
      super(context, NotifierCore.class, null);
    }

    @Override
    public NotifierCore addingService(ServiceReference<NotifierCore> reference) {
      NotifierCore core = super.addingService(reference);
      arrived(core);
      return core;
    }

    @Override
    public void removedService(ServiceReference<NotifierCore> reference, NotifierCore core) {
      gone(core);
      super.removedService(reference, core);
      NotifierCore other = getService();
      if (other != null) {
        arrived(other);
      }
    }
  }

  private synchronized void arrived(NotifierCore core) {
    if (engine == null) {
      engine = core;
      dispatchers.forEach(each -> each.arrived(core));
    }
  }

  private synchronized void gone(NotifierCore core) {
    if (engine == core) {
      engine = null;
      dispatchers.forEach(each -> each.gone(core));
    }
  }

  /** How many spaces there are. */
  public int spaces() {
    return dispatchers.stream().mapToInt(each -> each.spaces().size()).sum();
  }

  @Override
  public synchronized Object getService(Bundle bundle, ServiceRegistration<Object> given) {
    LastingDispatcher made = new LastingDispatcher(movers);
    dispatchers.add(made);
    if (engine != null) {
      made.arrived(engine);
    }
    return made;
  }

  @Override
  public void ungetService(Bundle bundle, ServiceRegistration<Object> given, Object service) {
    LastingDispatcher left = (LastingDispatcher) service;
    dispatchers.remove(left);
    left.close();
  }

  /** Whoever has spaces loses them. */
  public void close() {
    registration.unregister();
    engines.close();
    movers.shutdown();
  }
}
