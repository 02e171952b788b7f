package mm.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Versions that the build wrote down. */
final class BuildInfo {
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
