package mm.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import mm.it.testdrivers.MarkingActivator;
import mm.it.testdrivers.MarkingDriver;

/** A driver bundle made for a test: right as it comes, then spoilt in one place. */
final class TestBundle {
  private static final String SERVICE_FILE = "META-INF/services/mm.spi.NotifierDriver";

  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Class<?> content;
  private final List<String> neighbours = new ArrayList<>();
  private String driver;

  /** Of the driver that leaves a mark. */
  TestBundle() {
    this(MarkingDriver.class, "marking");
  }

  /** Of a driver with its id; what it declares but for that is what {@code MarkingDriver} does. */
  static TestBundle of(Class<?> driver, String id) {
    return new TestBundle(driver, id);
  }

  private TestBundle(Class<?> type, String id) {
    content = type;
    driver = type.getName();
    attributes.put("mm.notifier.driver", id);
    attributes.put("version:Version", "1.0.0");
    attributes.put("blocking", "never");
    attributes.put("failure", "never");
    attributes.put("allocation", "never");
    attributes.put("subscription:List<String>", "list");
    attributes.put("callbacks:List<String>", "release,start,end");
    attributes.put("pages", "unpinned");
    attributes.put("hardware", "none");
    headers.put("Bundle-ManifestVersion", "2");
    headers.put("Bundle-SymbolicName", "test." + id);
    headers.put("Bundle-Version", "1.0.0");
    headers.put("Import-Package", "mm.api,mm.spi,org.osgi.framework");
    headers.put("Require-Capability", "mm.notifier.core");
  }

  TestBundle attribute(String name, String value) {
    attributes.put(name, value);
    return this;
  }

  /** With another driver, a nested class of the first, which declares the same. */
  TestBundle beside(Class<?> nested, String id) {
    neighbours.add(id);
    driver += "\n" + nested.getName();
    return this;
  }

  TestBundle without(String attribute) {
    attributes.remove(attribute);
    return this;
  }

  TestBundle withoutCapability() {
    attributes.clear();
    return this;
  }

  TestBundle header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** As a driver bundle that the verifier finds nothing wrong with, of that version. */
  static TestBundle version(String version) {
    return new TestBundle().inVersion(version);
  }

  /** The same for a driver of its own. */
  TestBundle inVersion(String version) {
    return header("Bundle-Version", version)
        .header(
            "Import-Package",
            "mm.api;version=\"[0.1,1)\",mm.spi;version=\"[0.1,1)\",org.osgi.framework")
        .header(
            "Require-Capability",
            "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=17))\","
                + "mm.notifier.core;effective:=active;filter:=\"(&(version>=1.0)(!(version>=2.0)))\"");
  }

  TestBundle naming(String className) {
    driver = className;
    return this;
  }

  Path write(Path file) throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.forEach(main::putValue);
    if (!attributes.isEmpty()) {
      main.putValue("Provide-Capability", capabilities());
    }
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      add(jar, SERVICE_FILE, driver.getBytes(StandardCharsets.UTF_8));
      add(jar, content);
      add(jar, MarkingActivator.class);
      for (Class<?> nested : content.getDeclaredClasses()) {
        add(jar, nested);
      }
    }
    return file;
  }

  /** A bundle that is no driver, with an activator. */
  static Path client(Path file, Class<?> activator, String imports, Class<?>... others)
      throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", "test.client");
    main.putValue("Bundle-Activator", activator.getName());
    main.putValue("Import-Package", imports);
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      add(jar, activator);
      for (Class<?> each : others) {
        add(jar, each);
      }
    }
    return file;
  }

  /** The same jar with other headers, given by name and value. */
  static Path another(Path jar, Path file, String... headers) throws IOException {
    return another(jar, file, List.of(), headers);
  }

  /** With more classes, too. */
  static Path another(Path jar, Path file, List<Class<?>> more, String... headers)
      throws IOException {
    try (JarFile from = new JarFile(jar.toFile())) {
      Manifest manifest = new Manifest(from.getManifest());
      for (int i = 0; i < headers.length; i += 2) {
        manifest.getMainAttributes().putValue(headers[i], headers[i + 1]);
      }
      try (OutputStream out = Files.newOutputStream(file);
          JarOutputStream to = new JarOutputStream(out, manifest)) {
        for (JarEntry each : Collections.list(from.entries())) {
          if (!each.isDirectory() && !each.getName().equals(JarFile.MANIFEST_NAME)) {
            add(to, each.getName(), from.getInputStream(each).readAllBytes());
          }
        }
        for (Class<?> each : more) {
          add(to, each);
        }
      }
    }
    return file;
  }

  private String capabilities() {
    List<String> clauses = new ArrayList<>(List.of(capability(attributes)));
    for (String each : neighbours) {
      Map<String, String> others = new LinkedHashMap<>(attributes);
      others.put("mm.notifier.driver", each);
      clauses.add(capability(others));
    }
    return String.join(",", clauses);
  }

  private static String capability(Map<String, String> attributes) {
    StringJoiner clause = new StringJoiner(";", "mm.notifier.driver;", "");
    attributes.forEach((name, value) -> clause.add(name + "=\"" + value + "\""));
    return clause.toString();
  }

  private static void add(JarOutputStream jar, Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    try (InputStream bytes = type.getClassLoader().getResourceAsStream(name)) {
      add(jar, name, bytes.readAllBytes());
    }
  }

  private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    jar.write(content);
    jar.closeEntry();
  }
}
