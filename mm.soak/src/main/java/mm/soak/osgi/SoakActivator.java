package mm.soak.osgi;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.function.ToIntFunction;
import mm.api.NotifierCore;
import mm.deploy.service.Deployment;
import mm.deploy.service.LastingSpaces;
import mm.soak.SoakVerb;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/** Offers the verb {@code soak}; who calls it has an engine and a deployer, or is told so. */
public final class SoakActivator implements BundleActivator {
  private ServiceTracker<NotifierCore, NotifierCore> cores;
  private ServiceTracker<LastingSpaces, LastingSpaces> spaces;
  private ServiceTracker<Deployment, Deployment> deployments;

  /** For the framework. */
  public SoakActivator() {}

  @Override
  public void start(BundleContext context) {
    cores = new ServiceTracker<>(context, NotifierCore.class, null);
    cores.open();
    spaces = new ServiceTracker<>(context, LastingSpaces.class, null);
    spaces.open();
    deployments = new ServiceTracker<>(context, Deployment.class, null);
    deployments.open();
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put("mm.verb", "soak");
    ToIntFunction<Map<String, Object>> verb = options -> verb(context).applyAsInt(options);
    context.registerService(ToIntFunction.class, verb, properties);
  }

  private SoakVerb verb(BundleContext context) {
    LastingSpaces lasting = spaces.getService();
    Deployment deployment = deployments.getService();
    if (cores.getService() == null || lasting == null || deployment == null) {
      throw new IllegalStateException("a soak needs mm.core and mm.deploy");
    }
    return new SoakVerb(context, cores::getService, lasting, deployment);
  }

  @Override
  public void stop(BundleContext context) {
    cores.close();
    spaces.close();
    deployments.close();
  }
}
