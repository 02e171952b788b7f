package mm.deploy.unit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/** What jars say of themselves. */
final class Manifests {
  private Manifests() {}

  /** The version of a jar with that symbolic name, as the framework writes it; else empty. */
  static Optional<String> version(Path jar, String name) {
    if (!Files.isRegularFile(jar)) {
      return Optional.empty();
    }
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      Attributes main = manifest == null ? new Attributes() : manifest.getMainAttributes();
      return name.equals(symbolicName(main))
          ? Optional.ofNullable(main.getValue(Constants.BUNDLE_VERSION))
              .map(Version::parseVersion)
              .map(Version::toString)
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty(); // garbage
    }
  }

  /** Without directives. */
  private static String symbolicName(Attributes main) {
    String header = main.getValue(Constants.BUNDLE_SYMBOLICNAME);
    return header == null ? "" : header.split(";", 2)[0].trim();
  }

  static boolean isOf(Path jar, String name, String version) {
    return version(jar, name).filter(version::equals).isPresent();
  }
}
