package mm.launcher;

import java.nio.file.Path;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** Starts the bundles of the Gogo shell. */
final class Shell {
  private static final String TERMINAL = "org.jline";
  // Gogo reads etc/gosh_profile below it.
  private static final String PROFILE_HOME = "gosh.home";
  private static final String PROMPT = "org.apache.felix.gogo.jline";

  private Shell() {}

  static void start(BundleLoader loader, List<Bundle> bundles, Path home) {
    System.setProperty(PROFILE_HOME, home.toString());
    loader.startRequired(bundles.stream().filter(b -> !isPrompt(b)).toList());
    bundles.stream()
        .filter(b -> TERMINAL.equals(b.getSymbolicName()))
        .findFirst()
        .ifPresent(Shell::useLoaderOf);
    loader.startRequired(bundles.stream().filter(Shell::isPrompt).toList());
  }

  /**
   * JLine looks for its terminal providers through the context class loader, which the shell's
   * thread inherits from this one; without it the prompt falls back to a dumb terminal.
   */
  private static void useLoaderOf(Bundle terminal) {
    Thread.currentThread()
        .setContextClassLoader(terminal.adapt(BundleWiring.class).getClassLoader());
  }

  private static boolean isPrompt(Bundle bundle) {
    return PROMPT.equals(bundle.getSymbolicName());
  }
}
