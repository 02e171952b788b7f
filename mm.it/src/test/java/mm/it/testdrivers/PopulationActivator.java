package mm.it.testdrivers;

import mm.deploy.service.LastingSpaces;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Offers a population whose spaces outlive the engine. */
public final class PopulationActivator implements BundleActivator {
  /** For the framework. */
  public PopulationActivator() {}

  @Override
  public void start(BundleContext context) {
    LastingSpaces spaces = context.getService(context.getServiceReference(LastingSpaces.class));
    context.registerService(Population.class, new MachinePopulation(spaces), null);
  }

  @Override
  public void stop(BundleContext context) {}
}
