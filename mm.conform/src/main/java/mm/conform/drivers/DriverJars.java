package mm.conform.drivers;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Supplier;
import mm.conform.script.BadFieldException;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;

/**
 * Finds drivers by their ids in jars; the first jar that has one counts, so that somebody's own
 * version goes before the one that is deployed. Each jar has a class loader of its own, and nothing
 * of it is loaded before a driver is looked for.
 */
public final class DriverJars implements Function<String, NotifierDriver> {
  private final Map<Path, Map<String, Supplier<NotifierDriver>>> opened = new LinkedHashMap<>();
  private final Map<String, Supplier<NotifierDriver>> known = new HashMap<>();
  private final List<Path> jars;

  /**
   * Names the jars; they are opened when a driver is looked for.
   *
   * @param jars where to look, in this order
   */
  public DriverJars(List<Path> jars) {
    this.jars = List.copyOf(jars);
  }

  /**
   * Makes a driver.
   *
   * @param id its id
   * @return a new one
   * @throws BadFieldException when no jar has it, or one cannot be read
   */
  @Override
  public NotifierDriver apply(String id) {
    return known
        .computeIfAbsent(
            id,
            wanted ->
                find(wanted)
                    .orElseThrow(
                        () ->
                            new BadFieldException(
                                "no bundle has driver '" + id + "': add --bundles FOLDER")))
        .get();
  }

  private Optional<Supplier<NotifierDriver>> find(String id) {
    for (Path each : jars) {
      Map<String, Supplier<NotifierDriver>> drivers =
          opened.computeIfAbsent(each, DriverJars::drivers);
      if (drivers.containsKey(id)) {
        return Optional.of(drivers.get(id));
      }
    }
    return Optional.empty();
  }

  private static Map<String, Supplier<NotifierDriver>> drivers(Path jar) {
    Map<String, Supplier<NotifierDriver>> drivers = new HashMap<>();
    try {
      // Stays open: a driver may load more of its classes at any time.
      URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, new Contract());
      ServiceLoader.load(NotifierDriver.class, loader).stream()
          .forEach(each -> id(each.type()).ifPresent(id -> drivers.put(id, each::get)));
      return drivers;
    } catch (MalformedURLException | ServiceConfigurationError | LinkageError e) {
      throw new BadFieldException(jar + ": its drivers cannot be loaded: " + e.getMessage());
    }
  }

  private static Optional<String> id(Class<?> type) {
    return Optional.ofNullable(type.getAnnotation(DriverInfo.class)).map(DriverInfo::id);
  }

  /** What a bundle sees of its surroundings: the JDK, the contract and the logging API. */
  private static final class Contract extends ClassLoader {
    private static final ClassLoader HERE = DriverJars.class.getClassLoader();

    Contract() {
      super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("mm.api.")
          || name.startsWith("mm.spi.")
          || name.startsWith("org.slf4j.")) {
        return HERE.loadClass(name);
      }
      throw new ClassNotFoundException(name + " is neither in the bundle nor in the contract");
    }
  }
}
