package mm.core.osgi;

import mm.api.DriverPolicy;
import mm.core.registry.DriverTable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the engine the policy that is registered as a service; a changed property of the service
 * says that the policy has changed. Without one, or when it goes, every driver that keeps the rules
 * is welcome. With several the one with the highest ranking counts.
 */
final class PolicyWatch extends ServiceTracker<DriverPolicy, DriverPolicy> {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyWatch.class);

  private final DriverTable drivers;
  private final Runnable afterwards;

  PolicyWatch(BundleContext context, DriverTable drivers, Runnable afterwards) {
    super(context, DriverPolicy.class, null);
    this.drivers = drivers;
    this.afterwards = afterwards;
  }

  @Override
  public DriverPolicy addingService(ServiceReference<DriverPolicy> reference) {
    DriverPolicy added = super.addingService(reference);
    DriverPolicy present = getService();
    ServiceReference<DriverPolicy> best = getServiceReference();
    govern(present == null || reference.compareTo(best) > 0 ? added : present);
    return added;
  }

  @Override
  public void modifiedService(ServiceReference<DriverPolicy> reference, DriverPolicy policy) {
    govern(getService());
  }

  @Override
  public void removedService(ServiceReference<DriverPolicy> reference, DriverPolicy policy) {
    super.removedService(reference, policy);
    DriverPolicy left = getService();
    if (left == null) {
      LOG.warn("no policy is left: every driver that keeps the rules is welcome");
    }
    govern(left == null ? DriverPolicy.OPEN : left);
  }

  private void govern(DriverPolicy policy) {
    try {
      drivers.govern(policy);
      afterwards.run();
    } catch (RuntimeException e) {
      LOG.error("the policy failed, the one before stays in force", e);
    }
  }
}
