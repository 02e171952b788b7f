package mm.deploy.policy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Optional;
import mm.api.DriverPolicy;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationException;
import org.osgi.service.cm.ManagedService;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the policy that is configured, as a service; none while nothing is configured. The file
 * that the framework property {@code mm.policy.file} names is configured on start.
 */
public final class PolicyActivator
    implements BundleActivator, ServiceTrackerCustomizer<ConfigurationAdmin, ConfigurationAdmin> {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyActivator.class);

  private BundleContext context;
  private PolicyConfiguration configuration;
  private ServiceTracker<ConfigurationAdmin, ConfigurationAdmin> admins;
  private ServiceRegistration<DriverPolicy> published; // guarded by this
  private long revision; // guarded by this

  /** For the framework. */
  public PolicyActivator() {}

  @Override
  public void start(BundleContext given) {
    context = given;
    configuration = new PolicyConfiguration(new BundleFiles(context), this::inForce);
    admins = new ServiceTracker<>(context, ConfigurationAdmin.class, this);
    admins.open();
    context.registerService(
        ManagedService.class,
        configuration,
        property(Constants.SERVICE_PID, PolicyConfiguration.PID));
  }

  private static Dictionary<String, Object> property(String name, Object value) {
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put(name, value);
    return properties;
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
  private static Dictionary<String, Object> ranked(long revision) {
    return property(Constants.SERVICE_RANKING, (int) Math.min(Integer.MAX_VALUE, revision));
  }

  /** Reads at once what is configured; Configuration Admin itself tells it later, by a thread. */
  @Override
  public ConfigurationAdmin addingService(ServiceReference<ConfigurationAdmin> reference) {
    ConfigurationAdmin admin = context.getService(reference);
    try {
      configureByFile(admin);
      Configuration[] found =
          admin.listConfigurations("(service.pid=" + PolicyConfiguration.PID + ")");
      if (found != null) {
        configuration.updated(found[0].getProcessedProperties(null));
      }
    } catch (IOException | InvalidSyntaxException e) {
      LOG.error("the policy cannot be read", e);
    } catch (ConfigurationException e) {
      LOG.debug("logged already", e);
    }
    return admin;
  }

  /** Through Configuration Admin, so that front ends see it, and can change it while mm runs. */
  private void configureByFile(ConfigurationAdmin admin)
      throws IOException, ConfigurationException {
    String file = context.getProperty(PolicyFile.PROPERTY);
    try {
      Dictionary<String, Object> values =
          file == null ? new Hashtable<>() : PolicyFile.read(Path.of(file));
      if (!values.isEmpty()) {
        admin.getConfiguration(PolicyConfiguration.PID, null).update(values);
      }
    } catch (UnusablePolicyException e) {
      configuration.unusable(e);
    }
  }

  @Override
  public void modifiedService(
      ServiceReference<ConfigurationAdmin> reference, ConfigurationAdmin admin) {}

  @Override
  public void removedService(
      ServiceReference<ConfigurationAdmin> reference, ConfigurationAdmin admin) {
    context.ungetService(reference);
  }

  @Override
  public void stop(BundleContext given) {
    admins.close();
  }
}
