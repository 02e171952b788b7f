package mm.lab.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import mm.lab.run.DriverSource;
import mm.lab.run.Lab;
import mm.lab.run.OptionTrial;
import mm.lab.scenario.DriverOptionCheck;
import mm.lab.scenario.Scenario;
import mm.lab.scenario.ScenarioException;
import mm.lab.scenario.ScenarioReader;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;

/** The shipped scenarios, and the drivers on the class path. */
public final class Catalogue implements DriverSource {
  private static final String FOLDER = "/mm/lab/scenarios";
  private static final String SUFFIX = ".yaml";

  /** Looked at before a file is read; the reader has a bound of its own, in characters. */
  private static final long MOST_BYTES = 512 * 1024;

  private final Map<String, Class<? extends NotifierDriver>> drivers = new TreeMap<>();
  private final Map<String, BundleClasses> bundles = new ConcurrentHashMap<>();
  private final DriverOptionCheck options = new OptionTrial(id -> load(0).apply(id));
  private final List<String> names = shipped();

  /** Looks for drivers and for the shipped scenarios. */
  public Catalogue() {
    this(Thread.currentThread().getContextClassLoader());
  }

  /** Looks for drivers there. */
  Catalogue(ClassLoader classes) {
    ServiceLoader.load(NotifierDriver.class, classes).stream()
        .forEach(
            each -> {
              DriverInfo info = each.type().getAnnotation(DriverInfo.class);
              if (info != null) {
                drivers.put(info.id(), each.type());
              }
            });
  }

  @Override
  public Function<String, NotifierDriver> load(int nth) {
    Map<BundleClasses, ClassLoader> loaders = new HashMap<>();
    return id -> {
      Class<? extends NotifierDriver> type = drivers.get(id);
      ClassLoader loader = loaders.computeIfAbsent(bundle(type), each -> each.loader(nth));
      return make(type.getName(), loader);
    };
  }

  private BundleClasses bundle(Class<?> type) {
    String place = type.getProtectionDomain().getCodeSource().getLocation().toString();
    return bundles.computeIfAbsent(place, each -> new BundleClasses(type));
  }

  private static NotifierDriver make(String type, ClassLoader loader) {
    try {
      return (NotifierDriver)
          Class.forName(type, true, loader).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("driver " + type + " cannot be made", e);
    }
  }

  /**
   * The names of the shipped scenarios.
   *
   * @return sorted
   */
  public List<String> names() {
    return names;
  }

  private static List<String> shipped() {
    try {
      URI folder = Catalogue.class.getResource(FOLDER).toURI();
      if (!folder.getScheme().equals("jar")) {
        return in(Path.of(folder));
      }
      try (FileSystem jar = FileSystems.newFileSystem(folder, Map.of())) {
        return in(jar.getPath(FOLDER));
      }
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("the shipped scenarios cannot be read", e);
    }
  }

  private static List<String> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(each -> each.getFileName().toString())
          .filter(each -> each.endsWith(SUFFIX))
          .map(each -> each.substring(0, each.length() - SUFFIX.length()))
          .sorted()
          .toList();
    }
  }

  /**
   * The text of a shipped scenario.
   *
   * @param name as {@link #names} gives it
   * @return its file
   */
  public String text(String name) {
    try (InputStream in = Catalogue.class.getResourceAsStream(FOLDER + "/" + name + SUFFIX)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("scenario " + name + " cannot be read", e);
    }
  }

  /**
   * Reads a scenario: a shipped one by name, else a file.
   *
   * @param nameOrFile which
   * @return the scenario
   * @throws ScenarioException when there is none, or it cannot be used
   */
  public Scenario read(String nameOrFile) throws ScenarioException {
    if (names.contains(nameOrFile)) {
      return parse(nameOrFile + SUFFIX, text(nameOrFile));
    }
    Path file = Path.of(nameOrFile);
    if (Files.isDirectory(file)) {
      throw new ScenarioException(nameOrFile, 0, "is a folder; name a file in it");
    }
    if (!Files.exists(file)) {
      throw new ScenarioException(
          nameOrFile, 0, "neither a shipped scenario ('mm lab list' shows them) nor a file");
    }
    if (!Files.isRegularFile(file)) {
      throw new ScenarioException(nameOrFile, 0, "is no regular file; save what it holds as one");
    }
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new ScenarioException(
            nameOrFile, 0, "has more than " + MOST_BYTES / 1024 + " KiB, which is the most");
      }
      return parse(nameOrFile, Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new ScenarioException(nameOrFile, 0, "is no UTF-8 text; save it as UTF-8");
    } catch (AccessDeniedException e) {
      throw new ScenarioException(nameOrFile, 0, "may not be read; look at its permissions");
    } catch (IOException e) {
      throw new ScenarioException(nameOrFile, 0, "cannot be read: " + e);
    }
  }

  private Scenario parse(String file, String text) throws ScenarioException {
    return new ScenarioReader(drivers.keySet(), options, Lab.generations()).read(file, text);
  }
}
