package mm.launcher;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** Felix in this JVM, with the bundles of the distribution and the user's own. */
final class FelixHost implements Host {
  private static final String NO_START = "Felix does not start: ";
  private static final String CORE = "mm.core";
  private static final long READY_MILLIS = 10_000;
  private static final long DEPLOYED_MILLIS = 60_000;
  private static final long STOP_MILLIS = 5_000;

  private final PrintStream standardOutput = System.out;
  private final Storage storage;
  private final Framework framework;
  private final BundleLoader loader;
  private final Services services;
  private boolean closed; // guarded by this

  private FelixHost(Storage storage, Distribution distribution) throws BundleException {
    this.storage = storage;
    framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow(() -> Problem.internal("no OSGi framework on the class path"))
            .newFramework(FelixConfiguration.of(storage, distribution));
    framework.init();
    loader = new BundleLoader(framework.getBundleContext());
    services = new Services(framework.getBundleContext());
  }

  /** Starts Felix; the storage is closed with it, also when it does not start. */
  static Host open(
      Distribution distribution, List<Path> extraJars, Purpose purpose, Storage storage) {
    FelixHost host = create(storage, distribution);
    host.cleanUpOnSignal(purpose);
    try {
      host.boot(distribution, extraJars, purpose);
      return host;
    } catch (BundleException e) {
      host.close();
      throw Problem.internal(NO_START + ResolverMessage.readable(e), e);
    } catch (RuntimeException e) {
      host.close();
      throw e;
    }
  }

  private static FelixHost create(Storage storage, Distribution distribution) {
    try {
      distribution.refuseFormerPolicy();
      return new FelixHost(storage, distribution);
    } catch (BundleException e) {
      storage.close();
      throw Problem.internal(NO_START + ResolverMessage.readable(e), e);
    } catch (Problem e) {
      storage.close();
      throw e;
    }
  }

  private void boot(Distribution distribution, List<Path> extraJars, Purpose purpose)
      throws BundleException {
    if (purpose != Purpose.SHELL) {
      // A driver that prints must not spoil the output that a script reads.
      System.setOut(System.err);
    }
    List<Bundle> engine = loader.installRequired(distribution.engine());
    List<Bundle> control =
        purpose == Purpose.VERB ? List.of() : loader.installRequired(distribution.control());
    List<Bundle> shell =
        purpose == Purpose.SHELL ? loader.installRequired(distribution.shell()) : List.of();
    // An mm that stays leaves its drivers to the deployer.
    List<Bundle> drivers =
        purpose == Purpose.VERB ? loader.install(distribution.drivers()) : List.of();
    List<Bundle> extra = loader.install(extraJars);
    if (purpose != Purpose.VERB) {
      // Before anything runs: while the deployer swaps engines nothing can be resolved.
      loader.resolve(Stream.of(engine, control, shell).flatMap(List::stream).toList());
    }
    startFramework();
    // The core is there before the first driver, so that it sees each of them arrive.
    loader.startRequired(oneCore(engine, drivers));
    loader.startRequired(present(engine));
    loader.start(present(drivers));
    loader.start(extra);
    services.await("(mm.ready=core)", READY_MILLIS);
    if (purpose != Purpose.VERB) {
      services.await("(mm.ready=deploy)", DEPLOYED_MILLIS);
    }
    loader.startRequired(control);
    if (purpose == Purpose.SHELL) {
      ExitCommand.register(framework);
      Shell.start(loader, shell, distribution.home());
    }
  }

  /** Not again when a signal has stopped it meanwhile, on another thread. */
  private synchronized void startFramework() throws BundleException {
    if (closed) {
      throw Problem.internal("ended while it started");
    }
    framework.start();
  }

  /**
   * There is one engine. A deployed one, of several the highest version, comes before that of the
   * distribution, as in an mm that stays.
   */
  private static List<Bundle> oneCore(List<Bundle> engine, List<Bundle> drivers)
      throws BundleException {
    Comparator<Bundle> better =
        Comparator.<Bundle, Boolean>comparing(drivers::contains).thenComparing(Bundle::getVersion);
    List<Bundle> cores =
        Stream.concat(engine.stream(), drivers.stream())
            .filter(FelixHost::isCore)
            .sorted(better.reversed())
            .toList();
    for (Bundle other : cores.subList(Math.min(1, cores.size()), cores.size())) {
      other.uninstall();
    }
    return present(cores);
  }

  private static List<Bundle> present(List<Bundle> bundles) {
    return bundles.stream().filter(each -> each.getState() != Bundle.UNINSTALLED).toList();
  }

  private static boolean isCore(Bundle bundle) {
    return CORE.equals(bundle.getSymbolicName());
  }

  /** A verb is cut short anyway, so only its files are worth a clean-up. */
  private void cleanUpOnSignal(Purpose purpose) {
    Runnable cleanUp = purpose == Purpose.VERB ? this::abandon : this::close;
    Runtime.getRuntime().addShutdownHook(new Thread(cleanUp, "mm-shutdown"));
  }

  /** What the bundles complain of from now on is that their files go. */
  private void abandon() {
    System.setErr(new PrintStream(OutputStream.nullOutputStream()));
    storage.close();
  }

  @Override
  @SuppressWarnings("unchecked") // The service property is the promise about the type arguments.
  public ToIntFunction<Map<String, Object>> verb(String name) {
    return services.get(ToIntFunction.class, "mm.verb", name);
  }

  @Override
  @SuppressWarnings("unchecked") // As above.
  public Supplier<List<Map<String, Object>>> view(String name) {
    return services.get(Supplier.class, "mm.view", name);
  }

  @Override
  public List<UnusableBundle> unusable() {
    return loader.unusable();
  }

  @Override
  public void awaitStop() {
    stopped(0);
  }

  /** On a signal the hook and the thread that awaited the stop both come here; one has to wait. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      framework.stop();
      stopped(STOP_MILLIS);
    } catch (BundleException e) {
      throw Problem.internal("Felix does not stop: " + e.getMessage(), e);
    } finally {
      System.setOut(standardOutput);
      storage.close();
    }
  }

  private void stopped(long millis) {
    try {
      framework.waitForStop(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
