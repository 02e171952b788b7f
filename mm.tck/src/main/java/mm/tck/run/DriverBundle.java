package mm.tck.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import mm.spi.NotifierDriver;

/**
 * A finished jar with drivers, and a class loader of its own for it. Nothing of it runs before a
 * driver is made.
 */
final class DriverBundle implements AutoCloseable {
  private static final String SERVICE_FILE = "META-INF/services/mm.spi.NotifierDriver";
  private static final String OPTIONS = "Mm-Driver-Options";

  private final Path file;
  private final Attributes manifest;
  private final List<String> classes;
  private final List<Path> unpacked;
  private final URLClassLoader loader;

  private DriverBundle(
      Path file,
      Attributes manifest,
      List<String> classes,
      List<Path> unpacked,
      URLClassLoader loader) {
    this.file = file;
    this.manifest = manifest;
    this.classes = classes;
    this.unpacked = unpacked;
    this.loader = loader;
  }

  static DriverBundle open(Path file) throws UnusableInputException {
    if (!Files.isRegularFile(file)) {
      throw new UnusableInputException(
          file + (Files.isDirectory(file) ? ": is a folder; name a jar in it" : ": no such file"));
    }
    try (JarFile jar = new JarFile(file.toFile())) {
      return open(file, jar);
    } catch (IOException | SecurityException | IllegalArgumentException e) {
      throw new UnusableInputException(file + ": not a jar that can be read: " + e.getMessage());
    }
  }

  private static DriverBundle open(Path file, JarFile jar)
      throws IOException, UnusableInputException {
    Manifest manifest = jar.getManifest();
    String capabilities =
        manifest == null ? null : manifest.getMainAttributes().getValue("Provide-Capability");
    if (capabilities == null || Capabilities.ids(capabilities).isEmpty()) {
      throw new UnusableInputException(
          file + ": no driver bundle: its manifest provides no capability mm.notifier.driver");
    }
    List<Path> unpacked = new ArrayList<>();
    List<URL> urls = urls(file, jar, manifest.getMainAttributes(), unpacked);
    return new DriverBundle(
        file,
        manifest.getMainAttributes(),
        services(jar),
        unpacked,
        new URLClassLoader(
            urls.toArray(URL[]::new), new ContractLoader(DriverBundle.class.getClassLoader())));
  }

  /** A jar in the jar has to be unpacked to be read. */
  private static List<URL> urls(Path file, JarFile jar, Attributes manifest, List<Path> unpacked)
      throws IOException {
    List<URL> urls = new ArrayList<>();
    String path = manifest.getValue("Bundle-ClassPath");
    for (String each : path == null ? new String[] {"."} : path.split(",")) {
      String name = each.split(";")[0].strip();
      ZipEntry nested = jar.getEntry(name);
      if (name.equals(".")) {
        urls.add(file.toUri().toURL());
      } else if (nested != null && !nested.isDirectory()) {
        unpacked.add(unpack(jar, nested));
        urls.add(unpacked.get(unpacked.size() - 1).toUri().toURL());
      }
    }
    return urls;
  }

  private static Path unpack(JarFile jar, ZipEntry nested) throws IOException {
    Path copy = Files.createTempFile("mm-tck-", ".jar");
    try (InputStream content = jar.getInputStream(nested)) {
      Files.copy(content, copy, StandardCopyOption.REPLACE_EXISTING);
    }
    return copy;
  }

  private static List<String> services(JarFile jar) throws IOException {
    ZipEntry file = jar.getEntry(SERVICE_FILE);
    if (file == null) {
      return List.of();
    }
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(jar.getInputStream(file), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .map(line -> line.split("#", 2)[0].strip())
          .filter(line -> !line.isEmpty())
          .distinct()
          .toList();
    }
  }

  Path file() {
    return file;
  }

  /** The ids that the manifest declares. */
  List<String> ids() {
    return Capabilities.ids(manifest.getValue("Provide-Capability"));
  }

  /** The driver classes that the service file names. */
  List<String> classes() {
    return classes;
  }

  /** Settings of a driver with which it is to be tested too, each {@code DRIVER.OPTION=VALUE}. */
  List<String> settings(String id) {
    String header = manifest.getValue(OPTIONS);
    return header == null
        ? List.of()
        : Stream.of(header.split(","))
            .map(String::strip)
            .filter(each -> each.startsWith(id + "."))
            .toList();
  }

  /** Makes a driver; whatever its class or constructor throws comes out. */
  NotifierDriver make(String className) throws ReflectiveOperationException {
    return loader
        .loadClass(className)
        .asSubclass(NotifierDriver.class)
        .getConstructor()
        .newInstance();
  }

  @Override
  public void close() throws IOException {
    loader.close();
    for (Path each : unpacked) {
      Files.deleteIfExists(each);
    }
  }
}
