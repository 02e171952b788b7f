package mm.lab.cli;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The classes of one place of the class path, a jar or a folder, which can be loaded once more.
 * They are kept in memory: some bundles are loaded for every order.
 */
final class BundleClasses {
  /** The contract, which is shared, and class files that are no classes of a class path. */
  private static final List<String> NOT_LOADED =
      List.of("mm.api.", "mm.spi.", "org.slf4j.", "module-info.", "META-INF.");

  private static final String SUFFIX = ".class";

  private final Map<String, byte[]> classes = new HashMap<>(); // not written after construction
  private final ClassLoader around;
  private final Map<Integer, ClassLoader> kept = new ConcurrentHashMap<>();
  private final boolean remembers;

  /** Of a class, its place. */
  BundleClasses(Class<?> driver) {
    around = driver.getClassLoader();
    try {
      read(driver.getProtectionDomain().getCodeSource().getLocation());
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("the bundle of " + driver + " cannot be read", e);
    }
    remembers = StaticState.isIn(classes.keySet(), around);
  }

  private void read(URL place) throws IOException, URISyntaxException {
    Path path = Path.of(place.toURI());
    if (Files.isDirectory(path)) {
      readFolder(path);
      return;
    }
    try (FileSystem jar = FileSystems.newFileSystem(path, Map.of("releaseVersion", "runtime"))) {
      readFolder(jar.getPath("/"));
    }
  }

  private void readFolder(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path each : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String name = root.relativize(each).toString().replace('\\', '/').replace('/', '.');
        if (name.endsWith(SUFFIX) && NOT_LOADED.stream().noneMatch(name::startsWith)) {
          classes.put(name.substring(0, name.length() - SUFFIX.length()), Files.readAllBytes(each));
        }
      }
    }
  }

  /**
   * A loader for the nth load of an order: the classes as they are on the class path, another set
   * of them that is kept, or, where a static field can be written, one that nobody has used.
   */
  ClassLoader loader(int nth) {
    if (remembers) {
      return new Copy();
    }
    return nth == 0 ? around : kept.computeIfAbsent(nth, each -> new Copy());
  }

  /** What is in the bundle comes from here, anything else from around it. */
  private final class Copy extends ClassLoader {
    Copy() {
      super(around);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!classes.containsKey(name)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        byte[] code = classes.get(name);
        return loaded == null ? defineClass(name, code, 0, code.length) : loaded;
      }
    }
  }
}
