package mm.launcher;

import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;

/**
 * The shell command {@code exit}. Without it the word finds {@code System.exit}, which asks for a
 * number.
 */
public final class ExitCommand {
  private final Framework framework;

  private ExitCommand(Framework framework) {
    this.framework = framework;
  }

  static void register(Framework framework) {
    // Scope gogo, since the shell looks there before it looks into System.
    Map<String, Object> properties =
        Map.of("osgi.command.scope", "gogo", "osgi.command.function", new String[] {"exit"});
    framework
        .getBundleContext()
        .registerService(Object.class, new ExitCommand(framework), new Hashtable<>(properties));
  }

  /**
   * Stops the bundles in order and ends mm.
   *
   * @throws BundleException when the framework refuses to stop
   */
  public void exit() throws BundleException {
    framework.stop();
  }
}
