package mm.deploy.unit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import mm.api.DriverPolicy;
import mm.deploy.service.DeployReport;
import mm.deploy.service.Deployment;
import mm.deploy.service.TransitionListener;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deployer in its framework. Framework properties: {@code mm.deploy.folder}, without which only
 * the service gives orders, {@code mm.deploy.store} for the copies of jars, and those of {@link
 * Settings}. The service gets the property {@code mm.ready=deploy} when the folder has been looked
 * at: once, or twice when some jars have just been put there.
 */
public final class DeployService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("mm.deploy");
  private static final long SHORTEST_LOOK_MILLIS = 20;
  private static final long LONGEST_LOOK_MILLIS = 1_000;

  /** More than one, since the engine may learn of a policy a moment later. */
  private static final int LOOKS_AFTER_POLICY = 3;

  /** A jar that was copied here just now is whole when a second look finds it unchanged. */
  private static final int LOOKS_TO_BE_READY = 2;

  private final BundleContext context;
  private final Engine engine;
  private final ServiceTracker<TransitionListener, TransitionListener> listeners;
  private final ServiceTracker<DriverPolicy, DriverPolicy> policies;
  private final Looks repeated = new Looks(e -> LOG.error("deployment failed; it goes on", e));
  private final Memory memory;
  private final Store store;
  private final Deployer deployer;
  private final Probation probation;
  private final Settings settings;
  private final Runnable afterLook;
  private final Optional<FolderWatch> watch;
  private final ServiceRegistration<Deployment> service;
  private final AtomicInteger looksAgain = new AtomicInteger();
  private int looks; // the first ones only; only on the thread of the looks

  /**
   * Starts it; the work is done on a thread of its own.
   *
   * @param context of the bundle
   * @param lastingSpaces how many spaces there are that outlive the engine
   * @param settings how it works
   * @param afterLook runs after each look at the folder, on the same thread
   * @throws IOException when the store cannot be written
   */
  public DeployService(
      BundleContext context, IntSupplier lastingSpaces, Settings settings, Runnable afterLook)
      throws IOException {
    this.context = context;
    this.settings = settings;
    this.afterLook = afterLook;
    Path folder = store(context);
    store = new Store(folder);
    memory = new Memory(folder.resolve("units.properties"));
    engine = new Engine(context);
    listeners = new ServiceTracker<>(context, TransitionListener.class, null);
    listeners.open();
    policies = new Policies(context);
    policies.open();
    Journal journal = new Journal(Clock.systemUTC(), this::listening);
    deployer =
        new Deployer(engine, store, memory, new Wirings(context), journal, settings, lastingSpaces);
    probation = new Probation(engine, deployer);
    watch =
        Optional.ofNullable(context.getProperty("mm.deploy.folder"))
            .map(each -> new FolderWatch(Path.of(each), Clock.systemUTC(), deployer, memory));
    watch.ifPresent(each -> deployer.forgetFilesBy(each::forget));
    service = context.registerService(Deployment.class, deployer, new Hashtable<>());
    repeated.every(settings.scanMillis(), this::lookAtFolder);
    repeated.every(
        Math.max(
            SHORTEST_LOOK_MILLIS, Math.min(LONGEST_LOOK_MILLIS, settings.probationMillis() / 10)),
        () -> probation.look(System.nanoTime()));
  }

  /** A change of the policy may welcome what was refused. */
  private final class Policies extends ServiceTracker<DriverPolicy, DriverPolicy> {
    Policies(BundleContext of) {
      super(of, DriverPolicy.class, null);
    }

    @Override
    public DriverPolicy addingService(ServiceReference<DriverPolicy> reference) {
      looksAgain.set(LOOKS_AFTER_POLICY);
      return super.addingService(reference);
    }

    @Override
    public void removedService(ServiceReference<DriverPolicy> reference, DriverPolicy policy) {
      super.removedService(reference, policy);
      looksAgain.set(LOOKS_AFTER_POLICY);
    }
  }

  private static Path store(BundleContext context) throws IOException {
    String given = context.getProperty("mm.deploy.store");
    Path folder = given == null ? context.getDataFile("units").toPath() : Path.of(given);
    return Files.createDirectories(folder).toRealPath();
  }

  private Iterator<TransitionListener> listening() {
    return List.of(listeners.getServices(new TransitionListener[0])).iterator();
  }

  /** Nothing can be admitted before there is an engine. */
  private void lookAtFolder() {
    if (engine.core().isEmpty()) {
      return;
    }
    if (looks == 0) {
      adopt();
    }
    if (looksAgain.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      watch.ifPresent(FolderWatch::tryRefusedAgain);
    }
    int growing = watch.map(FolderWatch::look).orElse(0);
    memory.writeAgain();
    watch.ifPresent(looked -> afterLook.run());
    if (looks < LOOKS_TO_BE_READY) {
      looks = growing == 0 ? LOOKS_TO_BE_READY : looks + 1;
      tellWhenReady();
    }
  }

  private void tellWhenReady() {
    if (looks == LOOKS_TO_BE_READY) {
      Dictionary<String, Object> properties = new Hashtable<>();
      properties.put("mm.ready", "deploy");
      service.setProperties(properties);
    }
  }

  /**
   * What a run before has left, the engine first, so that drivers need not let go again: the
   * versions in charge stay, or are installed again where the framework's cache was lost;
   * everything else goes.
   */
  private void adopt() {
    Set<String> needed = new HashSet<>(deployer.bringBackEngine());
    Set<String> installed = new HashSet<>();
    Stream.of(context.getBundles())
        .filter(each -> store.holds(each.getLocation()))
        .filter(each -> !EngineUnit.NAME.equals(each.getSymbolicName()))
        .forEach(each -> adopt(each, installed));
    needed.addAll(installed);
    for (String unit : memory.units()) {
      if (unit.equals(EngineUnit.NAME)) {
        continue;
      }
      String hash = memory.current(unit).orElseThrow();
      if (installed.contains(hash) || bringBack(unit, hash)) {
        needed.add(hash);
      }
    }
    try {
      store.keepOnly(needed);
    } catch (IOException e) {
      LOG.warn("old copies stay in {}", store.folder(), e);
    }
  }

  private void adopt(Bundle bundle, Set<String> installed) {
    String name = bundle.getSymbolicName();
    try {
      Jar jar = store.of(bundle.getLocation());
      if (memory.current(name).filter(jar.sha256()::equals).isPresent()) {
        installed.add(jar.sha256());
        bundle.start();
        deployer.adopt(bundle, jar, memory.source(name));
      } else {
        LOG.info("{} {} is left of a swap that did not end", name, bundle.getVersion());
        bundle.uninstall();
      }
    } catch (BundleException | IOException | RefusedJarException e) {
      LOG.warn("{} of a run before cannot be used", name, e);
    }
  }

  private boolean bringBack(String unit, String hash) {
    Optional<Path> copy = store.copy(hash);
    copy.ifPresent(
        each -> {
          DeployReport report = deployer.bringBack(each, memory.source(unit));
          LOG.info("{} of a run before: {}", unit, report.message());
        });
    return copy.isPresent();
  }

  /** Waits for the order that is being carried out, as long as a phase of a swap may take. */
  @Override
  public void close() {
    repeated.end(settings.limitMillis());
    listeners.close();
    policies.close();
    engine.close();
  }
}
