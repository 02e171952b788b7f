package mm.tck.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The driver ids that the header Provide-Capability of a manifest names. */
final class Capabilities {
  private static final String NAMESPACE = "mm.notifier.driver";

  private Capabilities() {}

  static List<String> ids(String header) {
    List<String> ids = new ArrayList<>();
    for (String clause : split(header, ',')) {
      List<String> parts = split(clause, ';');
      if (parts.get(0).strip().equals(NAMESPACE)) {
        ids.add(idOf(parts).orElse("?"));
      }
    }
    return ids;
  }

  private static Optional<String> idOf(List<String> parts) {
    return parts.stream()
        .map(String::strip)
        .filter(part -> part.matches(NAMESPACE.replace(".", "\\.") + "(:String)?\\s*=.*"))
        .map(part -> part.substring(part.indexOf('=') + 1).strip().replace("\"", ""))
        .findFirst();
  }

  /** Separators inside quotes do not count. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      quoted ^= text.charAt(i) == '"' && (i == 0 || text.charAt(i - 1) != '\\');
      if (!quoted && text.charAt(i) == separator) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }
}
