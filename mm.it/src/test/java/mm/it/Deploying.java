package mm.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.osgi.framework.BundleException;

/** A Felix with a deploy folder, and one space with the test driver. */
final class Deploying implements AutoCloseable {
  static final String UNIT = "test.marking";
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  final Path folder;
  private final Path root;
  private final Map<String, String> properties = new HashMap<>();
  private Felix felix;
  private int jars;
  private int storages;

  Deploying(Path root) throws Exception {
    this.root = root;
    folder = Files.createDirectories(root.resolve("deploy"));
    properties.put("mm.deploy.folder", folder.toString());
    properties.put("mm.deploy.scan.millis", "20");
    properties.put("mm.deploy.probation.millis", "60000");
    properties.put("mm.deploy.swap.limit.millis", "30000");
  }

  Deploying with(String property, String value) {
    properties.put(property, value);
    return this;
  }

  Deploying boot() throws Exception {
    felix = Felix.engine(root.resolve("storage" + storages), properties);
    await(() -> felix.services("mm.deploy.service.Deployment", "(mm.ready=deploy)") == 1);
    return this;
  }

  Felix felix() {
    return felix;
  }

  Object deployment() {
    return felix.service("mm.deploy.service.Deployment");
  }

  Object core() {
    return felix.service("mm.api.NotifierCore");
  }

  Path jar(TestBundle bundle) throws Exception {
    return bundle.write(root.resolve("made" + ++jars + ".jar"));
  }

  Path jar(String version) throws Exception {
    return jar(TestBundle.version(version));
  }

  /** An engine of that version, as good as the one that is shipped. */
  Path engineJar(String version, String... headers) throws Exception {
    String[] all = Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "Bundle-Version";
    all[headers.length + 1] = version;
    return TestBundle.another(shippedEngine(), root.resolve("engine" + ++jars + ".jar"), all);
  }

  /** An engine of that version with an activator of its own. */
  Path engineJar(String version, Class<?> activator) throws Exception {
    return TestBundle.another(
        shippedEngine(),
        root.resolve("engine" + ++jars + ".jar"),
        List.of(activator),
        "Bundle-Version",
        version,
        "Bundle-Activator",
        activator.getName());
  }

  static Path shippedEngine() throws Exception {
    return Felix.jars(Path.of(System.getProperty("mm.home")).resolve("bundles")).stream()
        .filter(each -> each.getFileName().toString().startsWith("mm.core"))
        .findFirst()
        .orElseThrow();
  }

  /** Puts a jar into the folder at one blow. */
  void drop(Path jar, String name) throws Exception {
    Path whole = Files.copy(jar, folder.resolve(name + ".part"));
    Files.move(whole, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  Map<String, Object> order(String name, Object... arguments) {
    return Foreign.record(Foreign.call(deployment(), name, arguments));
  }

  Optional<Map<String, Object>> unit() {
    return unit(UNIT);
  }

  Optional<Map<String, Object>> unit(String name) {
    return ((Optional<?>) Foreign.call(deployment(), "find", name)).map(Foreign::record);
  }

  String version() {
    return version(UNIT);
  }

  /** Which version of a unit serves. */
  String version(String name) {
    return unit(name)
        .filter(each -> each.get("state").equals("ACTIVE"))
        .map(each -> each.get("version").toString())
        .orElse("none");
  }

  /** The states of a version, in order. */
  List<String> history(String version) {
    return history(UNIT, version);
  }

  List<String> history(String name, String version) {
    return ((List<?>) unit(name).orElseThrow().get("history"))
        .stream()
            .map(Foreign::record)
            .filter(each -> each.get("version").equals(version))
            .map(each -> each.get("to").toString())
            .toList();
  }

  void awaitVersion(String version) {
    awaitVersion(UNIT, version);
  }

  void awaitVersion(String name, String version) {
    await(() -> version(name).equals(version));
  }

  void await(BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - start < PATIENCE, () -> String.valueOf(shown()));
      LockSupport.parkNanos(1_000_000);
    }
  }

  private Object shown() {
    return felix == null || felix.services("mm.deploy.service.Deployment", null) == 0
        ? "no deployer"
        : Foreign.call(deployment(), "units");
  }

  /** Lets the folder be looked at a few times. */
  void letItLook() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(150));
  }

  Object newSpace() {
    return Foreign.call(core(), "createSpace", "space");
  }

  Object attach(Object space) {
    return Foreign.call(Foreign.call(core(), "drivers"), "attach", "marking", space);
  }

  static long begin(Object space) {
    return (Long) Foreign.call(space, "begin", "UNMAP", 0L, 0x1000L);
  }

  static void end(Object space, long section) {
    Foreign.call(space, "end", section);
  }

  void halt() throws BundleException {
    felix.close();
  }

  /** Copies and what is known of them are kept apart from the framework's cache, as mm run does. */
  Deploying withOwnStore() {
    return with("mm.deploy.store", store().toString());
  }

  Path store() {
    return root.resolve("units");
  }

  /** Ends without a word, as a kill does, and loses the framework's cache, as each start does. */
  void kill() throws Exception {
    Path memory = store().resolve("units.properties");
    Path saved = root.resolve("units.properties");
    Files.copy(memory, saved, StandardCopyOption.REPLACE_EXISTING);
    Map<Path, byte[]> copies = new HashMap<>();
    for (Path each : Felix.jars(store())) {
      copies.put(each, Files.readAllBytes(each));
    }
    halt();
    Files.move(saved, memory, StandardCopyOption.REPLACE_EXISTING);
    for (Map.Entry<Path, byte[]> each : copies.entrySet()) {
      Files.write(each.getKey(), each.getValue());
    }
    storages++;
  }

  @Override
  public void close() throws BundleException {
    System.clearProperty("mm.it.throw");
    halt();
  }
}
