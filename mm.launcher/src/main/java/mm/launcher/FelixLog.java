package mm.launcher;

import org.apache.felix.framework.Logger;
import org.slf4j.LoggerFactory;

/** Sends Felix's own log to SLF4J: by default Felix writes to standard output. */
final class FelixLog extends Logger {
  private final org.slf4j.Logger log = LoggerFactory.getLogger("felix");

  @Override
  protected void doLog(int level, String message, Throwable thrown) {
    switch (level) {
      case LOG_ERROR -> log.error(message, thrown);
      case LOG_WARNING -> log.warn(message, thrown);
      case LOG_INFO -> log.info(message, thrown);
      default -> log.debug(message, thrown);
    }
  }
}
