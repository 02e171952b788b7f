package mm.deploy.unit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import mm.api.Finding;
import mm.api.Rule;
import mm.deploy.policy.Fingerprints;
import mm.spi.DriverCapability;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Compares the units with the bundles of the framework: somebody else may have installed, stopped,
 * updated or uninstalled one by hand.
 */
final class Known {
  private final BundleContext context;
  private final Map<String, DriverUnit> units;

  Known(BundleContext context, Map<String, DriverUnit> units) {
    this.context = context;
    this.units = units;
  }

  /** Takes driver bundles in that run and are of no unit, and lets go of those that are no more. */
  void look() {
    units.values().forEach(Known::letGo);
    bundles().filter(each -> each.getState() == Bundle.ACTIVE).forEach(this::takeIn);
  }

  private Stream<Bundle> bundles() {
    return Stream.of(context.getBundles()).filter(Known::isDriver);
  }

  private static boolean isDriver(Bundle bundle) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    return revision != null
        && !revision.getDeclaredCapabilities(DriverCapability.NAMESPACE).isEmpty();
  }

  private static void letGo(DriverUnit unit) {
    unit.previous().filter(Known::gone).ifPresent(each -> unit.previous(null));
    unit.current().filter(Known::gone).ifPresent(each -> unit.current(null));
  }

  /** Uninstalled, or updated so that it is another version now. */
  static boolean gone(Deployed version) {
    return version.bundle().getState() == Bundle.UNINSTALLED
        || !version.bundle().getVersion().toString().equals(version.version());
  }

  private void takeIn(Bundle bundle) {
    DriverUnit unit = units.computeIfAbsent(bundle.getSymbolicName(), DriverUnit::new);
    synchronized (unit) {
      if (unit.current().isEmpty() && unit.previous().filter(p -> p.bundle() == bundle).isEmpty()) {
        unit.current(new Deployed(bundle, jar(bundle), bundle.getLocation()));
      }
    }
  }

  /** The hash is empty when it is not known: the bundle was updated from somewhere else. */
  static Jar jar(Bundle bundle) {
    Path file = file(bundle.getLocation());
    String version = bundle.getVersion().toString();
    return new Jar(
        file,
        Manifests.isOf(file, bundle.getSymbolicName(), version) ? hash(file) : "",
        bundle.getSymbolicName(),
        version,
        drivers(bundle));
  }

  static List<String> drivers(Bundle bundle) {
    return bundle
        .adapt(BundleRevision.class)
        .getDeclaredCapabilities(DriverCapability.NAMESPACE)
        .stream()
        .map(each -> String.valueOf(each.getAttributes().get(DriverCapability.NAMESPACE)))
        .toList();
  }

  /** Of a bundle that was not installed by reference only the framework has the bytes. */
  private static Path file(String location) {
    String url = location.startsWith("reference:") ? location.substring(10) : "";
    return url.startsWith("file:") ? Path.of(URI.create(url)) : Path.of("");
  }

  private static String hash(Path file) {
    try {
      return Files.isRegularFile(file) ? Fingerprints.ofFile(file) : "";
    } catch (IOException e) {
      return "";
    }
  }

  /** Whether a bundle runs from a copy, also one of a unit that could not be uninstalled. */
  boolean uses(Jar copy) {
    return Stream.of(context.getBundles())
        .anyMatch(each -> each.getLocation().equals(copy.location()));
  }

  /** The framework runs no two bundles of the same name and version. */
  Optional<Finding> sameVersion(Jar jar) {
    return Stream.of(context.getBundles())
        .filter(each -> jar.name().equals(each.getSymbolicName()))
        .filter(each -> jar.version().equals(each.getVersion().toString()))
        .filter(each -> !isKept(jar, each))
        .map(
            each ->
                new Finding(
                    Rule.R4_5,
                    "Other bytes with the same name and version, "
                        + jar.origin()
                        + ", are installed already.",
                    "Give the changed bundle another version."))
        .findFirst();
  }

  private boolean isKept(Jar jar, Bundle bundle) {
    return Optional.ofNullable(units.get(jar.name()))
        .flatMap(DriverUnit::previous)
        .filter(each -> each.bundle() == bundle && each.jar().sha256().equals(jar.sha256()))
        .isPresent();
  }
}
