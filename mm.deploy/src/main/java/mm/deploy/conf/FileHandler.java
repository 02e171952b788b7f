package mm.deploy.conf;

import java.io.File;
import java.util.Hashtable;
import java.util.Map;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/**
 * Takes mm's own files from File Install, before its own handler for configurations sees them: that
 * one deletes a configuration with its file. Loaded only where File Install is.
 */
final class FileHandler implements ArtifactInstaller {
  private static final int BEFORE_THE_USUAL_ONE = 100;

  private final ConfigurationFiles files;

  private FileHandler(ConfigurationFiles files) {
    this.files = files;
  }

  static void register(BundleContext context, ConfigurationFiles files) {
    context.registerService(
        ArtifactInstaller.class,
        new FileHandler(files),
        new Hashtable<>(Map.of(Constants.SERVICE_RANKING, BEFORE_THE_USUAL_ONE)));
  }

  @Override
  public boolean canHandle(File file) {
    return files.isOurs(file.toPath());
  }

  @Override
  public void install(File file) {
    files.changed(file.toPath());
  }

  @Override
  public void update(File file) {
    files.changed(file.toPath());
  }

  @Override
  public void uninstall(File file) {
    files.gone(file.toPath());
  }
}
