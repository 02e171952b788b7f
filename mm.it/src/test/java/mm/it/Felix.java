package mm.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * A running Felix for one test.
 *
 * <p>The test's own class path is outside of it, so a test talks to bundles through types of the
 * JDK and of the framework: what it sees of {@code mm.api} is not what the bundles see.
 */
final class Felix implements AutoCloseable {
  private static final Path HOME = Path.of(System.getProperty("mm.home"));
  private static final String LOGGING =
      "org.slf4j;org.slf4j.event;org.slf4j.helpers;org.slf4j.spi;version="
          + System.getProperty("mm.slf4j")
          + ",org.slf4j;org.slf4j.helpers;version=1.7.36"; // for what is written for SLF4J 1
  private static final long STOP_MILLIS = 60_000;

  /** Files to be watched. */
  private static final List<String> CONFIGURED =
      List.of("mm.configuration.folder", "mm.policy.file");

  private final Framework framework;
  private final boolean watches;

  private Felix(Path storage, Map<String, String> properties) throws BundleException {
    Map<String, String> all = new HashMap<>(properties);
    all.put(Constants.FRAMEWORK_STORAGE, storage.toString());
    watches = CONFIGURED.stream().anyMatch(properties::containsKey);
    watched(all, storage);
    all.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, LOGGING);
    all.putIfAbsent(Constants.FRAMEWORK_BOOTDELEGATION, "jdk.jfr.internal,jdk.jfr.internal.*");
    framework =
        ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow().newFramework(all);
    framework.init();
  }

  /** As {@code mm run} sets File Install up, but quick. */
  private static void watched(Map<String, String> all, Path storage) {
    String none = storage.resolveSibling("no-configurations").toString();
    all.put("felix.fileinstall.dir", all.getOrDefault("mm.configuration.folder", none));
    all.put("felix.fileinstall.filter", ".*\\.(cfg|config)");
    all.put("felix.fileinstall.subdir.mode", "skip");
    all.put("felix.fileinstall.bundles.new.start", "false");
    all.put("felix.fileinstall.enableConfigSave", "false");
    all.put("felix.fileinstall.poll", "20");
    all.put("felix.fileinstall.noInitialDelay", "true");
    all.put("felix.fileinstall.disableNio2", "true");
    all.put("felix.fileinstall.tmpdir", storage.resolveSibling("fileinstall").toString());
  }

  /** A framework without bundles. */
  static Felix empty(Path storage) throws BundleException {
    Felix felix = new Felix(storage, Map.of());
    felix.framework.start();
    return felix;
  }

  /** The engine and replay, started; no driver. */
  static Felix engine(Path storage) throws BundleException, IOException {
    return engine(storage, Map.of());
  }

  /** As {@link #engine(Path)}, with framework properties; on a storage that was used before too. */
  static Felix engine(Path storage, Map<String, String> properties)
      throws BundleException, IOException {
    return new Felix(storage, properties).withEngine();
  }

  private Felix withEngine() throws BundleException, IOException {
    List<Bundle> bundles = new ArrayList<>(install(jars(HOME.resolve("bundles"))));
    if (watches) {
      bundles.add(install(fileInstall()));
    }
    // As mm run does: while an engine is swapped nothing can be resolved.
    framework.adapt(FrameworkWiring.class).resolveBundles(bundles);
    framework.start();
    bundle("mm.core").start();
    start(bundles);
    return this;
  }

  private static Path fileInstall() throws IOException {
    return jars(HOME.resolve("bundles/control")).stream()
        .filter(each -> each.getFileName().toString().contains("fileinstall"))
        .findFirst()
        .orElseThrow();
  }

  /** The engine, replay and the drivers of the distribution, started. */
  static Felix distribution(Path storage) throws BundleException, IOException {
    return distribution(storage, Map.of());
  }

  /** The same, with properties of the framework. */
  static Felix distribution(Path storage, Map<String, String> properties)
      throws BundleException, IOException {
    Felix felix = new Felix(storage, properties).withEngine();
    start(felix.install(felix.driverJars()));
    return felix;
  }

  List<Path> driverJars() throws IOException {
    return jars(HOME.resolve("deploy"));
  }

  /** Installed but not started. */
  List<Bundle> install(List<Path> jars) throws BundleException {
    List<Bundle> bundles = new ArrayList<>();
    for (Path jar : jars) {
      bundles.add(install(jar));
    }
    return bundles;
  }

  Bundle install(Path jar) throws BundleException {
    return context().installBundle("reference:" + jar.toUri());
  }

  List<Bundle> bundles() {
    return Arrays.asList(context().getBundles());
  }

  /** The bundle of that symbolic name; with several versions, the one installed first. */
  Bundle bundle(String symbolicName) {
    return bundles().stream()
        .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
        .findFirst()
        .orElseThrow(() -> new AssertionError(symbolicName + " is not installed"));
  }

  <T> Optional<T> service(Class<T> type, String filter) {
    try {
      for (ServiceReference<T> each : context().getServiceReferences(type, filter)) {
        return Optional.ofNullable(context().getService(each));
      }
      return Optional.empty();
    } catch (InvalidSyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A service of that class name, whoever loaded the class. */
  Object service(String type) {
    try {
      ServiceReference<?>[] all = context().getAllServiceReferences(type, null);
      return context().getService(all[0]);
    } catch (InvalidSyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A finding as the bundles know it; the rule by the name of its constant. */
  Object finding(String rule, String message, String mend) throws ReflectiveOperationException {
    Class<?> rules = bundle("mm.api").loadClass("mm.api.Rule");
    return bundle("mm.api")
        .loadClass("mm.api.Finding")
        .getConstructor(rules, String.class, String.class)
        .newInstance(rules.getField(rule).get(null), message, mend);
  }

  /** How often a service of that class name is registered, whoever loaded the class. */
  int services(String type, String filter) {
    try {
      ServiceReference<?>[] all = context().getAllServiceReferences(type, filter);
      return all == null ? 0 : all.length;
    } catch (InvalidSyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** What the engine says about the drivers: the view that {@code mm drivers} prints. */
  @SuppressWarnings("unchecked") // The view's service property promises the type arguments.
  List<Map<String, Object>> drivers() {
    return (List<Map<String, Object>>)
        service(Supplier.class, "(mm.view=drivers)").orElseThrow().get();
  }

  /** The engine's word on one driver. */
  Optional<Map<String, Object>> driver(String id) {
    return drivers().stream().filter(driver -> id.equals(driver.get("id"))).findFirst();
  }

  BundleContext context() {
    return framework.getBundleContext();
  }

  static void start(List<Bundle> bundles) throws BundleException {
    for (Bundle bundle : bundles) {
      bundle.start();
    }
  }

  static List<Path> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".jar"))
          .map(Path::toAbsolutePath)
          .map(Path::normalize)
          .sorted()
          .toList();
    }
  }

  @Override
  public void close() throws BundleException {
    framework.stop();
    try {
      framework.waitForStop(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
