package mm.shell;

import java.util.stream.Stream;
import mm.spi.DriverCapability;
import mm.spi.NotifierDriver;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/** Shows each driver in JMX while the engine publishes it. */
final class DriverServices extends ServiceTracker<NotifierDriver, String> {
  private final Beans beans;

  DriverServices(BundleContext context, Beans beans) {
    super(context, NotifierDriver.class, null);
    this.beans = beans;
  }

  /** The object itself is not asked for: it is the engine's. */
  @Override
  public String addingService(ServiceReference<NotifierDriver> reference) {
    String id = idOf(reference);
    beans.show(id);
    return id;
  }

  /** In a swap the successor goes by the same id. */
  @Override
  public void removedService(ServiceReference<NotifierDriver> reference, String id) {
    ServiceReference<NotifierDriver>[] left = getServiceReferences();
    if (left == null || Stream.of(left).noneMatch(each -> idOf(each).equals(id))) {
      beans.hide(id);
    }
  }

  private static String idOf(ServiceReference<NotifierDriver> reference) {
    return String.valueOf(reference.getProperty(DriverCapability.NAMESPACE));
  }
}
