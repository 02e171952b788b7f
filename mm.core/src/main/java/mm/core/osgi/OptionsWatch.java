package mm.core.osgi;

import mm.api.DriverOptions;
import mm.core.registry.DriverTable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Gives the engine the options of drivers that are registered as a service; of several those with
 * the highest ranking, without one none.
 */
final class OptionsWatch extends ServiceTracker<DriverOptions, DriverOptions> {
  private final DriverTable drivers;

  OptionsWatch(BundleContext context, DriverTable drivers) {
    super(context, DriverOptions.class, null);
    this.drivers = drivers;
  }

  @Override
  public DriverOptions addingService(ServiceReference<DriverOptions> reference) {
    DriverOptions added = super.addingService(reference);
    DriverOptions present = getService();
    ServiceReference<DriverOptions> best = getServiceReference();
    drivers.configure(present == null || reference.compareTo(best) > 0 ? added : present);
    return added;
  }

  @Override
  public void removedService(ServiceReference<DriverOptions> reference, DriverOptions options) {
    super.removedService(reference, options);
    DriverOptions left = getService();
    drivers.configure(left == null ? DriverOptions.NONE : left);
  }
}
