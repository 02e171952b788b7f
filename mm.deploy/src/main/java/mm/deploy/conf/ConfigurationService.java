package mm.deploy.conf;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import mm.api.DriverOptions;
import mm.api.NotifierCore;
import mm.deploy.service.Configurations;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.SynchronousConfigurationListener;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.LoggerFactory;

/**
 * Configurations in a framework. Its property {@code mm.configuration.folder} names the folder of
 * the files, {@code mm.policy.file} the policy's where it lies elsewhere.
 */
public final class ConfigurationService implements AutoCloseable {
  private final ServiceTracker<NotifierCore, NotifierCore> cores;
  private final DriverConfigurations drivers;
  private final Intake intake;
  private final AdminLink admins;

  /**
   * Reads the files: when this returns, what they say is in force.
   *
   * @param context of the bundle
   * @param targets whom configurations are for, by PID; those of drivers apart
   */
  public ConfigurationService(BundleContext context, Map<String, Target> targets) {
    cores = new ServiceTracker<>(context, NotifierCore.class, null);
    cores.open();
    drivers = new DriverConfigurations(() -> Optional.ofNullable(cores.getService()));
    intake = new Intake(pid -> Optional.ofNullable(targets.get(pid)).or(() -> drivers.target(pid)));
    ConfigurationFiles files =
        new ConfigurationFiles(
            path(context, "mm.configuration.folder"), path(context, "mm.policy.file"), intake);
    files.readAll();
    context.registerService(DriverOptions.class, drivers, null);
    context.registerService(Configurations.class, intake, null);
    admins = new AdminLink(context, files, intake);
    context.registerService(SynchronousConfigurationListener.class, admins, null);
    admins.open();
    offer(context, files);
  }

  private static Optional<Path> path(BundleContext context, String property) {
    return Optional.ofNullable(context.getProperty(property)).map(Path::of);
  }

  private static void offer(BundleContext context, ConfigurationFiles files) {
    try {
      FileHandler.register(context, files);
    } catch (NoClassDefFoundError e) {
      LoggerFactory.getLogger("mm.deploy")
          .debug("without File Install changes of files are not seen", e);
    }
  }

  /** Asks drivers that have come since whether they take their options; by one thread. */
  public void look() {
    drivers.look(intake::checked);
  }

  @Override
  public void close() {
    admins.close();
    cores.close();
  }
}
