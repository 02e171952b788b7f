package mm.lab.osgi;

import java.util.Dictionary;
import java.util.Hashtable;
import mm.lab.Generation;
import mm.machine.RuleGeneration;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * Offers every generation of the rule as a service, named by its property {@code mm.generation}.
 */
public final class LabActivator implements BundleActivator {
  /** For the framework. */
  public LabActivator() {}

  @Override
  public void start(BundleContext context) {
    for (Generation each : Generation.values()) {
      Dictionary<String, Object> properties = new Hashtable<>();
      properties.put("mm.generation", each.id());
      context.registerService(RuleGeneration.class, each, properties);
    }
  }

  @Override
  public void stop(BundleContext context) {} // the framework takes the services back
}
