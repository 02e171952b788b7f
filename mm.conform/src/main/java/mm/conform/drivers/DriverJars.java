package mm.conform.drivers;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;
import mm.conform.play.DriverSource;
import mm.conform.script.BadFieldException;
import mm.soak.witness.WitnessDriver;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;

/**
 * Finds drivers by their ids in jars; the first jar that has one counts, so that somebody's own
 * version goes before the one that is deployed. Each load of a jar has a class loader of its own.
 */
public final class DriverJars implements DriverSource {
  /** The driver that watches its own pairs, which a soak has beside those of bundles. */
  private static final Class<?> WITNESS = WitnessDriver.class;

  /** A jar and the classes of its drivers by their ids. */
  private record Jar(URL place, Map<String, String> drivers) {}

  private final Map<String, Jar> known = new HashMap<>();
  private final Map<Path, Jar> opened = new HashMap<>();
  private final List<Path> jars;

  /**
   * Names the jars; they are opened when a driver is looked for.
   *
   * @param jars where to look, in this order
   */
  public DriverJars(List<Path> jars) {
    this.jars = List.copyOf(jars);
  }

  /** The jar that has a driver; {@code witness} is known without one. */
  @Override
  public String bundle(String id) {
    Jar found =
        jars.stream()
            .map(each -> opened.computeIfAbsent(each, DriverJars::open))
            .filter(each -> each.drivers().containsKey(id))
            .findFirst()
            .or(() -> witness(id))
            .orElseThrow(
                () ->
                    new BadFieldException(
                        "no bundle has driver '" + id + "': add --bundles FOLDER"));
    known.put(found.place().toString(), found);
    return found.place().toString();
  }

  @Override
  public Function<String, NotifierDriver> load(String bundle) {
    Jar jar = known.get(bundle);
    // Stays open: a driver may load more of its classes at any time.
    URLClassLoader loader = loader(jar.place());
    return id -> make(jar.drivers().get(id), loader);
  }

  private static NotifierDriver make(String type, ClassLoader loader) {
    try {
      return (NotifierDriver)
          Class.forName(type, true, loader).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new BadFieldException("driver " + type + " cannot be made: " + e);
    }
  }

  private static Optional<Jar> witness(String id) {
    URL here = WITNESS.getProtectionDomain().getCodeSource().getLocation();
    return id(WITNESS).filter(id::equals).map(own -> new Jar(here, Map.of(own, WITNESS.getName())));
  }

  private static Jar open(Path jar) {
    Map<String, String> drivers = new HashMap<>();
    try {
      URL place = jar.toUri().toURL();
      try (URLClassLoader loader = loader(place)) {
        ServiceLoader.load(NotifierDriver.class, loader).stream()
            .map(ServiceLoader.Provider::type)
            .forEach(each -> id(each).ifPresent(id -> drivers.put(id, each.getName())));
      }
      return new Jar(place, drivers);
    } catch (IOException | ServiceConfigurationError | LinkageError e) {
      throw new BadFieldException(jar + ": its drivers cannot be loaded: " + e.getMessage());
    }
  }

  private static URLClassLoader loader(URL jar) {
    return new URLClassLoader(new URL[] {jar}, new Contract());
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
