package mm.deploy.conf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import java.util.regex.Pattern;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.SynchronousConfigurationListener;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Configuration Admin: gets what files say, and tells what changes, on the thread that does it. */
final class AdminLink extends ServiceTracker<ConfigurationAdmin, ConfigurationAdmin>
    implements SynchronousConfigurationListener {
  private static final Logger LOG = LoggerFactory.getLogger("mm.deploy");
  private static final String WATCHER = "org.apache.felix.fileinstall";

  private final ConfigurationFiles files;
  private final Intake intake;

  AdminLink(BundleContext context, ConfigurationFiles files, Intake intake) {
    super(context, ConfigurationAdmin.class, null);
    this.files = files;
    this.intake = intake;
  }

  @Override
  public ConfigurationAdmin addingService(ServiceReference<ConfigurationAdmin> reference) {
    ConfigurationAdmin admin = super.addingService(reference);
    files.to((pid, values, source) -> put(admin, pid, values));
    try {
      Configuration[] found = admin.listConfigurations("(service.pid=mm*)");
      for (Configuration each : found == null ? new Configuration[0] : found) {
        take(each);
      }
      for (Path policy : files.policyElsewhere().stream().toList()) {
        watch(admin, policy);
      }
    } catch (IOException | InvalidSyntaxException e) {
      LOG.error("configurations cannot be read", e);
    }
    return admin;
  }

  @Override
  public void removedService(
      ServiceReference<ConfigurationAdmin> reference, ConfigurationAdmin admin) {
    files.to(intake::take);
    super.removedService(reference, admin);
  }

  private static void put(ConfigurationAdmin admin, String pid, Map<String, String> values) {
    try {
      Configuration configuration = admin.getConfiguration(pid, null);
      if (values.isEmpty()) {
        configuration.delete();
      } else {
        configuration.update(new Hashtable<>(values));
      }
    } catch (IOException e) {
      LOG.error("{} cannot be configured", pid, e);
    }
  }

  private void take(Configuration configuration) {
    take(configuration.getPid(), values(configuration.getProperties()));
  }

  private static Map<String, Object> values(Dictionary<String, Object> properties) {
    Map<String, Object> values = new HashMap<>();
    if (properties != null) {
      Collections.list(properties.keys()).forEach(key -> values.put(key, properties.get(key)));
      values.keySet().removeIf(key -> key.startsWith("service."));
    }
    return values;
  }

  private void take(String pid, Map<String, Object> values) {
    if (intake.concerns(pid)) {
      intake.take(pid, values, files.source(pid, values));
    }
  }

  @Override
  public void configurationEvent(ConfigurationEvent event) {
    if (event.getType() == ConfigurationEvent.CM_DELETED) {
      take(event.getPid(), Map.of());
    } else if (event.getType() == ConfigurationEvent.CM_UPDATED
        && intake.concerns(event.getPid())) {
      updated(event);
    }
  }

  private void updated(ConfigurationEvent event) {
    ConfigurationAdmin admin = context.getService(event.getReference());
    try {
      take(admin.getConfiguration(event.getPid(), null));
    } catch (IOException e) {
      LOG.error("{} cannot be read", event.getPid(), e);
    } finally {
      context.ungetService(event.getReference());
    }
  }

  /** File Install watches its folder; this file lies elsewhere, where nothing else is ours. */
  private void watch(ConfigurationAdmin admin, Path file) throws IOException {
    Dictionary<String, Object> watcher = new Hashtable<>();
    watcher.put("felix.fileinstall.dir", file.getParent().toString());
    watcher.put("felix.fileinstall.filter", Pattern.quote(file.getFileName().toString()));
    for (String each :
        new String[] {
          "poll", "noInitialDelay", "bundles.new.start", "subdir.mode", "disableNio2"
        }) {
      String given = context.getProperty("felix.fileinstall." + each);
      if (given != null) {
        watcher.put("felix.fileinstall." + each, given);
      }
    }
    String temporary = context.getProperty("felix.fileinstall.tmpdir");
    if (temporary != null) { // one of its own: two watchers that make the same folder may both fail
      watcher.put("felix.fileinstall.tmpdir", temporary + "-policy");
    }
    admin.getFactoryConfiguration(WATCHER, "policy", "?").update(watcher);
  }
}
