package mm.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/** Installs and starts bundles, and remembers those that could not be used, with the reason. */
final class BundleLoader {
  private final BundleContext context;
  private final List<UnusableBundle> unusable = new ArrayList<>();

  BundleLoader(BundleContext context) {
    this.context = context;
  }

  List<UnusableBundle> unusable() {
    return List.copyOf(unusable);
  }

  List<Bundle> install(List<Path> jars) {
    return jars.stream().map(this::install).flatMap(Optional::stream).toList();
  }

  List<Bundle> installRequired(List<Path> jars) {
    int before = unusable.size();
    List<Bundle> bundles = install(jars);
    failOnMoreThan(before);
    return bundles;
  }

  /** Those that do not resolve say why when they are started. */
  void resolve(List<Bundle> bundles) {
    context.getBundle(0).adapt(FrameworkWiring.class).resolveBundles(bundles);
  }

  void start(List<Bundle> bundles) {
    bundles.forEach(this::start);
  }

  void startRequired(List<Bundle> bundles) {
    int before = unusable.size();
    start(bundles);
    failOnMoreThan(before);
  }

  private Optional<Bundle> install(Path jar) {
    try {
      // By reference: Felix reads the jar where it lies instead of copying it at every start.
      Bundle bundle = context.installBundle("reference:" + jar.toUri());
      if (bundle.getSymbolicName() != null) {
        return Optional.of(bundle);
      }
      bundle.uninstall();
      add(jar.getFileName().toString(), "", "no Bundle-SymbolicName in its manifest");
    } catch (BundleException e) {
      add(jar.getFileName().toString(), "", ResolverMessage.readable(e));
    }
    return Optional.empty();
  }

  private void start(Bundle bundle) {
    if (isFragment(bundle)) {
      return;
    }
    try {
      bundle.start();
    } catch (BundleException e) {
      String name = bundle.getSymbolicName() + " " + bundle.getVersion();
      add(file(bundle), name, ResolverMessage.readable(e));
    }
  }

  private void add(String file, String bundle, String reason) {
    unusable.add(new UnusableBundle(file, bundle, reason));
  }

  private void failOnMoreThan(int before) {
    if (unusable.size() > before) {
      throw Problem.internal("mm cannot start with " + unusable.get(before));
    }
  }

  private static boolean isFragment(Bundle bundle) {
    int types = bundle.adapt(BundleRevision.class).getTypes();
    return (types & BundleRevision.TYPE_FRAGMENT) != 0;
  }

  private static String file(Bundle bundle) {
    String location = bundle.getLocation();
    return location.substring(location.lastIndexOf('/') + 1);
  }
}
