package mm.core.osgi;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.osgi.framework.Bundle;

/** The service file of a driver bundle: which classes are drivers. */
final class ServiceFile {
  static final String PATH = "META-INF/services/mm.spi.NotifierDriver";

  private ServiceFile() {}

  /** The class names in the file, without comments; empty when there is no file. */
  static List<String> read(Bundle bundle) throws IOException {
    URL file = bundle.getEntry(PATH);
    if (file == null) {
      return List.of();
    }
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(file.openStream(), StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .distinct()
          .toList();
    }
  }
}
