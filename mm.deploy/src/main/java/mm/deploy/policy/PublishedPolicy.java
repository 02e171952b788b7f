package mm.deploy.policy;

import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import mm.api.DriverPolicy;
import mm.deploy.conf.Target;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationException;

/** Publishes the policy that is configured, as a service; none while nothing is configured. */
public final class PublishedPolicy implements Target {
  private final BundleContext context;
  private final PolicyConfiguration configuration;
  private ServiceRegistration<DriverPolicy> published; // guarded by this
  private long revision; // guarded by this

  /**
   * Publishes nothing yet.
   *
   * @param context of the bundle
   */
  public PublishedPolicy(BundleContext context) {
    this.context = context;
    configuration = new PolicyConfiguration(new BundleFiles(context), this::inForce);
  }

  @Override
  public void configure(Map<String, Object> values) throws ConfigurationException {
    configuration.configure(values);
  }

  @Override
  public void unreadable() {
    configuration.unreadable();
  }

  /** A new object each time: what is asked of a policy must not change while it is asked. */
  private synchronized void inForce(Optional<DriverPolicy> next) {
    ServiceRegistration<DriverPolicy> before = published;
    published =
        next.isEmpty()
            ? null
            : context.registerService(DriverPolicy.class, next.get(), ranked(++revision));
    if (before != null) {
      before.unregister();
    }
  }

  /** The newer one counts while both are there, so that there is no moment without one. */
  private static Hashtable<String, Object> ranked(long revision) {
    return new Hashtable<>(
        Map.of(Constants.SERVICE_RANKING, (int) Math.min(Integer.MAX_VALUE, revision)));
  }
}
