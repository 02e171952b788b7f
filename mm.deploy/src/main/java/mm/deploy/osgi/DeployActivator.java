package mm.deploy.osgi;

import java.io.IOException;
import java.util.Map;
import mm.deploy.conf.ConfigurationService;
import mm.deploy.lasting.LastingService;
import mm.deploy.policy.PublishedPolicy;
import mm.deploy.unit.DeployService;
import mm.deploy.unit.Settings;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Puts what is configured into force, and then starts the deployer, so that no driver slips in. */
public final class DeployActivator implements BundleActivator {
  private ConfigurationService configuration;
  private LastingService lasting;
  private DeployService deployer;

  /** For the framework. */
  public DeployActivator() {}

  @Override
  public void start(BundleContext context) throws IOException {
    Settings settings = Settings.of(context::getProperty);
    configuration =
        new ConfigurationService(
            context, Map.of("mm", settings, "mm.policy", new PublishedPolicy(context)));
    lasting = new LastingService(context);
    deployer = new DeployService(context, lasting::spaces, settings, configuration::look);
  }

  @Override
  public void stop(BundleContext context) {
    deployer.close();
    lasting.close();
    configuration.close();
  }
}
