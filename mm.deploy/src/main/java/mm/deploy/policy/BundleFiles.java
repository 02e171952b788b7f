package mm.deploy.policy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * The jars of bundles that were installed by reference. Of another bundle the framework runs a copy
 * that nobody else can read, and its location may show something else by now.
 */
final class BundleFiles implements DriverJars {
  private static final String REFERENCE = "reference:";

  private final BundleContext context;

  BundleFiles(BundleContext context) {
    this.context = context;
  }

  @Override
  public Optional<Path> of(String origin) {
    return Stream.of(context.getBundles())
        .filter(each -> (each.getSymbolicName() + " " + each.getVersion()).equals(origin))
        .map(Bundle::getLocation)
        .filter(location -> location.startsWith(REFERENCE + "file:"))
        .map(location -> Path.of(URI.create(location.substring(REFERENCE.length()))))
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
