package mm.shell;

import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * Shows the engine and its drivers in JMX and, when the framework property {@value
 * MetricsExchange#PORT} names a port, to Prometheus. Offers the commands to Gogo, and to other
 * processes when the framework property {@value ControlChannel#FOLDER} names a folder for the
 * channel's address and token.
 */
public final class ShellActivator implements BundleActivator {
  private FrameworkEngine engine;
  private Beans beans;
  private DriverServices drivers;
  private LoopbackPort metrics; // null when switched off
  private ControlChannel channel; // null when nobody said where

  /** For the framework. */
  public ShellActivator() {}

  @Override
  public void start(BundleContext context) throws Exception {
    engine = new FrameworkEngine(context);
    Commands commands = new Commands(engine);
    context.registerService(GogoCommands.class, new GogoCommands(commands), gogo());
    new Standard(context, engine, commands).register();
    beans = new Beans(engine);
    beans.showEngine();
    drivers = new DriverServices(context, beans);
    drivers.open();
    String port = context.getProperty(MetricsExchange.PORT);
    if (port != null) {
      metrics = MetricsExchange.listen(Integer.parseInt(port), engine);
    }
    String folder = context.getProperty(ControlChannel.FOLDER);
    if (folder != null) {
      channel = ControlChannel.open(java.nio.file.Path.of(folder), commands);
    }
  }

  private static Dictionary<String, Object> gogo() {
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put("osgi.command.scope", "mm");
    properties.put("osgi.command.function", GogoCommands.FUNCTIONS.toArray(new String[0]));
    return properties;
  }

  @Override
  public void stop(BundleContext context) {
    if (channel != null) {
      channel.close();
    }
    if (metrics != null) {
      metrics.close();
    }
    drivers.close();
    beans.close();
    engine.close();
  }
}
