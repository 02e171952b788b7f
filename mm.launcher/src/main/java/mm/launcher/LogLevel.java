package mm.launcher;

import java.util.Locale;

/** How much the bundles log, on standard error. */
enum LogLevel {
  TRACE,
  DEBUG,
  INFO,
  WARN,
  ERROR,
  OFF;

  private static final String PREFIX = "org.slf4j.simpleLogger.";
  private static final String VARIABLE = "MM_LOG";

  /** Takes effect only before the first logger exists, so before the framework starts. */
  void apply() {
    System.setProperty(PREFIX + "defaultLogLevel", toString());
    System.setProperty("mm.log.level", toString()); // conf/logback.xml reads it
    setUnlessGiven("showThreadName", "false");
    setUnlessGiven("showShortLogName", "true");
  }

  /** Whether somebody hunts a defect and wants to see stack traces. */
  static boolean isDebugging() {
    String level = System.getProperty(PREFIX + "defaultLogLevel", "");
    return level.equals(DEBUG.toString()) || level.equals(TRACE.toString());
  }

  /** The level that the environment asks for, or {@code otherwise}. */
  static LogLevel fromEnvironment(LogLevel otherwise) {
    return parse(System.getenv(VARIABLE), otherwise);
  }

  static LogLevel parse(String text, LogLevel otherwise) {
    if (text == null || text.isBlank()) {
      return otherwise;
    }
    try {
      return valueOf(text.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw Problem.unusable(
          VARIABLE + "=" + text + ": expected trace, debug, info, warn, error or off");
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static void setUnlessGiven(String key, String value) {
    if (System.getProperty(PREFIX + key) == null) {
      System.setProperty(PREFIX + key, value);
    }
  }
}
