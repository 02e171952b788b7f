package mm.replay.osgi;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import mm.api.CoreOptions;
import mm.api.DriverRegistry;
import mm.api.DriverStatus;
import mm.api.NotifierCore;
import mm.machine.RuleGeneration;
import mm.replay.Generations;
import mm.spi.DriverCapability;
import mm.spi.NotifierDriver;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Generations that bundles offer, and the drivers that the engine has published. */
final class ServedGenerations implements Generations {
  private final BundleContext context;

  ServedGenerations(BundleContext context) {
    this.context = context;
  }

  @Override
  public List<RuleGeneration> all() {
    return references(RuleGeneration.class, "(mm.generation=*)").stream()
        .sorted(Comparator.reverseOrder()) // as they were registered
        .map(context::getService)
        .toList();
  }

  @Override
  public NotifierDriver driver(String id) {
    return references(NotifierDriver.class, "(" + DriverCapability.NAMESPACE + "=" + id + ")")
        .stream()
        .findFirst()
        .map(context::getService)
        .orElseThrow(() -> new IllegalArgumentException("driver '" + id + "' is not published"));
  }

  @Override
  public CoreOptions options() {
    CoreOptions options = CoreOptions.defaults();
    for (ServiceReference<NotifierCore> each : references(NotifierCore.class, "(mm.ready=core)")) {
      options = withOptionsOf(context.getService(each).drivers(), options);
    }
    return options;
  }

  private static CoreOptions withOptionsOf(DriverRegistry drivers, CoreOptions before) {
    CoreOptions options = before;
    for (DriverStatus driver : drivers.list()) {
      for (Map.Entry<String, String> each : drivers.options(driver.id()).entrySet()) {
        options = options.withDriverOption(driver.id() + "." + each.getKey(), each.getValue());
      }
    }
    return options;
  }

  private <T> Collection<ServiceReference<T>> references(Class<T> type, String filter) {
    try {
      return context.getServiceReferences(type, filter);
    } catch (InvalidSyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
