package mm.deploy.unit;

import java.nio.file.Path;
import java.util.List;

/**
 * A driver bundle in the store.
 *
 * @param file the copy that is installed
 * @param sha256 its hash
 * @param name symbolic name
 * @param version version
 * @param drivers ids of its drivers
 */
record Jar(Path file, String sha256, String name, String version, List<String> drivers) {
  /** How the engine calls what comes from this bundle. */
  String origin() {
    return name + " " + version;
  }

  String location() {
    return "reference:" + file.toUri();
  }
}
