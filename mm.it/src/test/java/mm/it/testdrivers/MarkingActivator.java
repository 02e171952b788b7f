package mm.it.testdrivers;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Leaves a mark when it runs. */
public final class MarkingActivator implements BundleActivator {
  static {
    System.setProperty("mm.it.mark", "activator");
  }

  /** For the framework. */
  public MarkingActivator() {}

  @Override
  public void start(BundleContext context) {}

  @Override
  public void stop(BundleContext context) {}
}
