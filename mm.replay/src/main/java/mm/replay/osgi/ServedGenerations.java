package mm.replay.osgi;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import mm.api.CoreOptions;
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
    String settings = context.getProperty("mm.driver.options");
    CoreOptions options = CoreOptions.defaults();
    return settings == null ? options : options.withDriverOptions(settings);
  }

  private <T> Collection<ServiceReference<T>> references(Class<T> type, String filter) {
    try {
      return context.getServiceReferences(type, filter);
    } catch (InvalidSyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
