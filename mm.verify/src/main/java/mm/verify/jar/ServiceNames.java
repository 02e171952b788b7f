package mm.verify.jar;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The class names in a service file. */
public final class ServiceNames {
  private ServiceNames() {}

  /**
   * Reads a service file, by the rules of {@link java.util.ServiceLoader}.
   *
   * @param bytes the file
   * @return the names, each once
   */
  public static List<String> parse(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.lines()
        .map(line -> (line.indexOf('#') < 0 ? line : line.substring(0, line.indexOf('#'))).strip())
        .filter(line -> !line.isEmpty())
        .distinct()
        .toList();
  }
}
