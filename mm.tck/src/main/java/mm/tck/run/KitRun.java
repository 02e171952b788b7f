package mm.tck.run;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the kit on every driver of a bundle, with each of its settings. */
final class KitRun {
  private final DriverBundle bundle;
  private final Consumer<String> progress;
  private final Duration patience;

  KitRun(DriverBundle bundle, Consumer<String> progress, Duration patience) {
    this.bundle = bundle;
    this.progress = progress;
    this.patience = patience;
  }

  List<DriverVerdict> run() {
    List<DriverVerdict> verdicts = new ArrayList<>();
    List<String> missing = new ArrayList<>(bundle.ids());
    for (String each : bundle.classes()) {
      try {
        String id = idOf(make(each), each);
        verdicts.addAll(runDeclared(each, id));
        missing.remove(id);
      } catch (BrokenDriverException e) {
        verdicts.add(broken(each, e.rule, e.getMessage()));
        missing.clear(); // which id it would have had nobody knows
      }
    }
    for (String id : missing) {
      verdicts.add(
          broken(id, "R6.8", "META-INF/services/mm.spi.NotifierDriver names no class of this id"));
    }
    return verdicts;
  }

  private List<DriverVerdict> runDeclared(String className, String id)
      throws BrokenDriverException {
    if (!bundle.ids().contains(id)) {
      throw new BrokenDriverException(
          "R6.1",
          "its @DriverInfo has the id '"
              + id
              + "', but the manifest provides a capability for "
              + bundle.ids()
              + " only");
    }
    List<DriverVerdict> verdicts = new ArrayList<>(List.of(run(className, id, "")));
    bundle.settings(id).forEach(setting -> verdicts.add(run(className, id, setting)));
    return verdicts;
  }

  private DriverVerdict broken(String driver, String rule, String message) {
    TestVerdict test = TestVerdict.failed(rule, "shouldBeADriver", message);
    return new DriverVerdict(bundle.file().toString(), driver, "", RuleVerdict.of(List.of(test)));
  }

  private DriverVerdict run(String className, String id, String setting) {
    Collector collector = new Collector(test -> progress.accept(id + ": " + test));
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(BundleConformance.class))
                .configurationParameter(BundleConformance.BUNDLE, bundle.file().toString())
                .configurationParameter(BundleConformance.DRIVER, className)
                .configurationParameter(BundleConformance.ID, id)
                .configurationParameter(BundleConformance.SETTING, setting)
                .configurationParameter(BundleConformance.PATIENCE, patience.toString())
                .build(),
            collector);
    return new DriverVerdict(
        bundle.file().toString(), id, setting, RuleVerdict.of(collector.verdicts()));
  }

  /** Makes the driver once, on a thread that may hang, to see whether that can be done at all. */
  private NotifierDriver make(String className) throws BrokenDriverException {
    FutureTask<NotifierDriver> making = new FutureTask<>(() -> bundle.make(className));
    Thread thread = new Thread(making, "tck-make");
    thread.setDaemon(true);
    thread.start();
    try {
      return making.get(2 * patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new BrokenDriverException("R6.8", className + " cannot be made: its constructor hangs");
    } catch (ExecutionException e) {
      throw new BrokenDriverException("R6.8", className + " cannot be made: " + text(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokenDriverException("R6.8", "interrupted");
    }
  }

  private static String text(Throwable failure) {
    if (failure instanceof InvocationTargetException) {
      return "its constructor threw " + failure.getCause();
    }
    return failure instanceof ExceptionInInitializerError
        ? "its static initialiser threw " + failure.getCause()
        : failure.toString();
  }

  private static String idOf(NotifierDriver driver, String className) throws BrokenDriverException {
    DriverInfo info = driver.getClass().getAnnotation(DriverInfo.class);
    if (info == null) {
      throw new BrokenDriverException("R6.1", className + " carries no @DriverInfo");
    }
    return info.id();
  }

  /** A driver that the kit cannot even be run on. */
  private static final class BrokenDriverException extends Exception {
    private static final long serialVersionUID = 1;
    private final String rule;

    BrokenDriverException(String rule, String message) {
      super(message);
      this.rule = rule;
    }
  }
}
