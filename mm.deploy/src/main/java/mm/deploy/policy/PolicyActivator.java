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
 * that the framework property {@code mm.policy.file} names is configured on start and whenever it
 * has changed.
 */
public final class PolicyActivator
    implements BundleActivator, ServiceTrackerCustomizer<ConfigurationAdmin, ConfigurationAdmin> {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyActivator.class);

  private BundleContext context;
  private PolicyConfiguration configuration;
  private ServiceTracker<ConfigurationAdmin, ConfigurationAdmin> admins;
  private Optional<PolicyFileWatch> watch;
  private ServiceRegistration<DriverPolicy> published; // guarded by this
  private long revision; // guarded by this

  /** For the framework. */
  public PolicyActivator() {}

  @Override
  public void start(BundleContext given) {
    context = given;
    configuration = new PolicyConfiguration(new BundleFiles(context), this::inForce);
    watch = file().map(PolicyFileWatch::new); // before it is read
    admins = new ServiceTracker<>(context, ConfigurationAdmin.class, this);
    admins.open();
    context.registerService(
        ManagedService.class,
        configuration,
        property(Constants.SERVICE_PID, PolicyConfiguration.PID));
  }

  private Optional<Path> file() {
    return Optional.ofNullable(context.getProperty(PolicyFile.PROPERTY)).map(Path::of);
  }

  /**
   * Takes the file again if it has changed. One that cannot be followed changes nothing; one
   * without a line means no policy. Called again and again by one thread; may wait for driver code.
   */
  public void look() {
    ConfigurationAdmin admin = admins.getService();
    if (admin != null && watch.filter(PolicyFileWatch::look).isPresent()) {
      LOG.info("{} has changed", file().orElseThrow());
      try {
        configureByFile(admin);
      } catch (IOException e) {
        LOG.error("the policy cannot be changed", e);
      } catch (ConfigurationException e) {
        LOG.debug("logged already", e);
      }
    }
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
    Optional<Path> file = file();
    try {
      Dictionary<String, Object> values =
          file.isEmpty() ? new Hashtable<>() : PolicyFile.read(file.get());
      Configuration policy = admin.getConfiguration(PolicyConfiguration.PID, null);
      if (!values.isEmpty()) {
        policy.update(values);
      } else if (file.isPresent()) {
        policy.delete();
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
