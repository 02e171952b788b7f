package mm.bench.suite;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.felix.eventadmin.impl.Activator;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.service.event.EventAdmin;

/**
 * Felix with EventAdmin in it. EventAdmin is started with the system bundle's context instead of
 * being installed, so that its classes are those of the class path and can be called directly.
 */
final class EmbeddedEventAdmin {
  /** Milliseconds after which a handler is put on a list of offenders; 0 is never. */
  private static final String TIMEOUT = "org.apache.felix.eventadmin.Timeout";

  private final Path storage;
  private final Framework framework;
  private final Activator activator = new Activator();

  private EmbeddedEventAdmin(Path storage) {
    this.storage = storage;
    framework =
        new FrameworkFactory()
            .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, storage.toString(), TIMEOUT, "0"));
  }

  static EmbeddedEventAdmin start() throws IOException, BundleException {
    Path storage = Files.createTempDirectory("mm-bench");
    EmbeddedEventAdmin felix = new EmbeddedEventAdmin(storage);
    felix.framework.start();
    felix.activator.start(felix.context());
    return felix;
  }

  BundleContext context() {
    return framework.getBundleContext();
  }

  EventAdmin admin() {
    return context().getService(context().getServiceReference(EventAdmin.class));
  }

  void stop() throws BundleException, IOException, InterruptedException {
    activator.stop(context());
    framework.stop();
    framework.waitForStop(0);
    try (Stream<Path> files = Files.walk(storage)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }
}
