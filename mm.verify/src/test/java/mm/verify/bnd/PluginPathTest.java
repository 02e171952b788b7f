package mm.verify.bnd;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aQute.bnd.osgi.Jar;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mm.spi.NotifierDriver;
import mm.verify.SampleSources;
import mm.verify.TestJars;
import mm.verify.jar.JarContents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The plugin by {@code -pluginpath}, as Gradle and workspaces name it: bnd in a class loader that
 * has nothing of mm, and the five jars that the documentation lists.
 */
class PluginPathTest {
  @TempDir private Path folder;

  /** All of the test's class path but what the plugin's own path is to bring. */
  private static URLClassLoader bnd() {
    Set<File> brought =
        PluginJars.CLASSES.stream()
            .map(type -> TestJars.origin(type).getAbsoluteFile())
            .collect(Collectors.toSet());
    URL[] others =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !brought.contains(new File(entry).getAbsoluteFile()))
            .map(PluginPathTest::url)
            .toArray(URL[]::new);
    return new URLClassLoader(others, ClassLoader.getPlatformClassLoader());
  }

  private static URL url(String entry) {
    try {
      return new File(entry).toURI().toURL();
    } catch (java.net.MalformedURLException e) {
      throw new AssertionError(e);
    }
  }

  private Map<String, String> properties() throws Exception {
    return Map.of(
        "-classpath",
        driver() + "," + PluginJars.jar(folder, NotifierDriver.class),
        "Bundle-SymbolicName",
        "test",
        "-includepackage",
        "x",
        "-includeresource",
        JarContents.SERVICE_FILE + ";literal='x.TestDriver'",
        "-pluginpath",
        PluginJars.path(folder),
        "-plugin.mm.verify",
        DriverVerifier.class.getName());
  }

  private File driver() throws Exception {
    File file = folder.resolve("driver.jar").toFile();
    try (Jar jar = new Jar("driver")) {
      SampleSources.waiting()
          .forEach(
              (name, bytes) ->
                  jar.putResource(name, new aQute.bnd.osgi.EmbeddedResource(bytes, 0L)));
      jar.write(file);
    }
    return file;
  }

  @Test
  void shouldFailTheBuildOfAWaitingDriver() throws Exception {
    try (URLClassLoader loader = bnd()) {
      assertThrows(
          ClassNotFoundException.class, () -> loader.loadClass(DriverVerifier.class.getName()));
      Class<?> type = loader.loadClass("aQute.bnd.osgi.Builder");
      try (AutoCloseable builder = (AutoCloseable) type.getConstructor().newInstance()) {
        for (Map.Entry<String, String> each : properties().entrySet()) {
          type.getMethod("setProperty", String.class, String.class)
              .invoke(builder, each.getKey(), each.getValue());
        }
        type.getMethod("build").invoke(builder);
        List<?> errors = (List<?>) type.getMethod("getErrors").invoke(builder);
        assertTrue(errors.toString().contains("R6.17: blocking=never"), errors::toString);
      }
    }
  }
}
