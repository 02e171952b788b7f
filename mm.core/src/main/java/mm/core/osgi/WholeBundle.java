package mm.core.osgi;

import java.util.Collection;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads every class of this bundle. Clients may go on with a space of an engine that has stopped,
 * and whose jar has gone: what they call must not need a class then that was not needed before.
 */
final class WholeBundle {
  private static final Logger LOG = LoggerFactory.getLogger(WholeBundle.class);
  private static final String SUFFIX = ".class";

  private WholeBundle() {}

  static void load(Bundle bundle) {
    Collection<String> files =
        bundle
            .adapt(BundleWiring.class)
            .listResources(
                "mm/core",
                "*" + SUFFIX,
                BundleWiring.LISTRESOURCES_RECURSE | BundleWiring.LISTRESOURCES_LOCAL);
    for (String each : files) {
      load(bundle, each.substring(0, each.length() - SUFFIX.length()).replace('/', '.'));
    }
  }

  private static void load(Bundle bundle, String name) {
    try {
      bundle.loadClass(name);
    } catch (ClassNotFoundException | LinkageError e) {
      LOG.warn("{} cannot be loaded", name, e);
    }
  }
}
