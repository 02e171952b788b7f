package mm.core.osgi;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import mm.api.CoreOptions;
import mm.api.NotifierCore;
import mm.core.Core;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;

/**
 * Starts the engine in a framework. Framework properties {@code mm.guards} (on, off) and {@code
 * mm.opportunistic} (refused, allowed) set its options, {@code mm.driver.options} ({@code
 * i915.era=interval,...}) those of drivers; {@code mm.callback.budget.micros} is how long a
 * callback may run (R1.10), in microseconds, 0 for as long as it likes; {@code
 * mm.section.limit.millis} and {@code mm.wait.limit.millis} are from when on the watchdog reports a
 * section, and looks for deadlocks.
 */
public final class CoreActivator implements BundleActivator {
  private static final String GUARDS = "mm.guards";
  private static final String BUDGET = "mm.callback.budget.micros";
  private static final String SECTION_LIMIT = "mm.section.limit.millis";
  private static final String WAIT_LIMIT = "mm.wait.limit.millis";

  private Core core;
  private DriverExtender extender;
  private PolicyWatch policies;
  private OptionsWatch configured;

  /** For the framework. */
  public CoreActivator() {}

  @Override
  public void start(BundleContext context) {
    CoreOptions options = options(context);
    core = new Core(options);
    context.registerService(ResolverHookFactory.class, new DriverVeto(core.drivers()), none());
    extender = new DriverExtender(context, core.drivers());
    policies = new PolicyWatch(context, core.drivers(), extender::reexamine);
    policies.open(); // before the drivers, so that none slips in
    configured = new OptionsWatch(context, core.drivers());
    configured.open(); // before anybody can attach one
    extender.open();
    DriverSettings settings = new DriverSettings(core);
    view(context, "settings", settings);
    view(context, "drivers", new DriversView(core, settings));
    context.registerService(NotifierCore.class, core, property("mm.ready", "core"));
  }

  private static void view(BundleContext context, String name, Supplier<?> view) {
    context.registerService(Supplier.class, view, property("mm.view", name));
  }

  /** What the properties of the framework say. */
  static CoreOptions options(BundleContext context) {
    CoreOptions options = CoreOptions.defaults().with(guards(context));
    if ("allowed".equals(context.getProperty("mm.opportunistic"))) {
      options = options.with(CoreOptions.Opportunistic.ALLOWED);
    }
    String budget = context.getProperty(BUDGET);
    if (budget != null) {
      options = options.withCallbackBudget(TimeUnit.MICROSECONDS.toNanos(micros(budget)));
    }
    options = limits(context, options);
    String settings = context.getProperty("mm.driver.options");
    return settings == null ? options : options.withDriverOptions(settings);
  }

  /** A misspelt one must not switch them on or off unnoticed. */
  private static CoreOptions.Guards guards(BundleContext context) {
    String text = context.getProperty(GUARDS);
    if (text != null && !text.equals("on") && !text.equals("off")) {
      throw new IllegalArgumentException(GUARDS + "=" + text + ": expected on or off");
    }
    return "off".equals(text) ? CoreOptions.Guards.OFF : CoreOptions.Guards.ON;
  }

  private static CoreOptions limits(BundleContext context, CoreOptions options) {
    String section = context.getProperty(SECTION_LIMIT);
    String wait = context.getProperty(WAIT_LIMIT);
    CoreOptions one =
        section == null ? options : options.withSectionLimit(nanos(SECTION_LIMIT, section));
    return wait == null ? one : one.withWaitLimit(nanos(WAIT_LIMIT, wait));
  }

  private static long nanos(String property, String millis) {
    if (!millis.matches("[1-9]\\d{0,8}")) {
      throw new IllegalArgumentException(
          property + "=" + millis + ": expected milliseconds, a number of at least 1");
    }
    return TimeUnit.MILLISECONDS.toNanos(Long.parseLong(millis));
  }

  private static long micros(String text) {
    if (!text.matches("\\d{1,12}")) {
      throw new IllegalArgumentException(
          BUDGET + "=" + text + ": expected a number of microseconds, 0 for no budget");
    }
    return Long.parseLong(text);
  }

  private static Dictionary<String, Object> none() {
    return new Hashtable<>();
  }

  private static Dictionary<String, Object> property(String name, String value) {
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put(name, value);
    properties.put(Constants.SERVICE_VENDOR, "mm");
    return properties;
  }

  @Override
  public void stop(BundleContext context) {
    WholeBundle.load(context.getBundle());
    policies.close();
    configured.close();
    extender.close();
    core.close();
  }
}
