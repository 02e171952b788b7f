package mm.launcher;

import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** The activator of a bundle that offers what the launcher looks for; copied into a test jar. */
public final class CoreStandIn implements BundleActivator {
  @Override
  public void start(BundleContext context) {
    Supplier<List<Map<String, Object>>> view =
        () -> List.of(Map.of("id", "kvm", "engine", context.getBundle().getVersion().toString()));
    ToIntFunction<Map<String, Object>> verb = options -> (int) options.get("answer");
    register(context, Supplier.class, view, Map.of("mm.view", "drivers"));
    register(context, ToIntFunction.class, verb, Map.of("mm.verb", "replay"));
    register(context, Object.class, this, Map.of("mm.ready", "core"));
    System.out.println("a bundle prints");
  }

  @Override
  public void stop(BundleContext context) {}

  private static <T> void register(
      BundleContext context, Class<T> type, T service, Map<String, Object> properties) {
    context.registerService(type, service, new Hashtable<>(properties));
  }
}
