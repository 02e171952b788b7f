package mm.it.testdrivers;

import mm.core.osgi.CoreActivator;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** An engine that stops as any other, and says then that it has failed. */
public final class UnstoppableEngine implements BundleActivator {
  private final CoreActivator engine = new CoreActivator();

  /** For the framework. */
  public UnstoppableEngine() {}

  @Override
  public void start(BundleContext context) {
    engine.start(context);
  }

  @Override
  public void stop(BundleContext context) {
    engine.stop(context);
    throw new IllegalStateException("planted");
  }
}
