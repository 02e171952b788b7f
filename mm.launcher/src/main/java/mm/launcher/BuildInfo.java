package mm.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Versions that the build wrote down. */
final class BuildInfo {
  private static final String NEW_DRIVER = "new-driver.";
  private static final Properties VALUES = load();

  private BuildInfo() {}

  static String version() {
    return VALUES.getProperty("version");
  }

  static String felix() {
    return VALUES.getProperty("felix");
  }

  static String slf4j() {
    return VALUES.getProperty("slf4j");
  }

  /** What the project of a new driver needs: names as its templates write them. */
  static Map<String, String> forNewDrivers() {
    Map<String, String> versions = new TreeMap<>();
    for (String each : VALUES.stringPropertyNames()) {
      if (each.startsWith(NEW_DRIVER)) {
        versions.put(each.substring(NEW_DRIVER.length()), VALUES.getProperty(each));
      }
    }
    return versions;
  }

  private static Properties load() {
    Properties values = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
      values.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return values;
  }
}
