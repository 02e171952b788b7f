package mm.conform.play;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import mm.api.Admission;
import mm.api.Dispatcher;
import mm.api.DriverRegistry;
import mm.api.DriverStatus;
import mm.api.Finding;
import mm.api.Rule;
import mm.api.SwapPlan;
import mm.api.SwapReport;
import mm.conform.script.BadFieldException;
import mm.spi.NotifierDriver;

/**
 * What becomes of drivers and engine between two steps, by the engine's own means: what a deployer
 * does with bundles is done here with freshly loaded copies of their classes.
 */
final class Replacements {
  private static final Finding WHY =
      new Finding(Rule.R4_7, "The script takes it out.", "A step of the script releases it.");

  private final Dispatcher core;
  private final DriverSource source;
  private final Map<String, Copy> newest = new HashMap<>(); // by bundle
  private final Map<String, Copy> inCharge = new HashMap<>(); // by driver
  private final Set<String> present = new LinkedHashSet<>();
  private final Set<String> quarantined = new LinkedHashSet<>();
  private int copies;

  /** A bundle as it was loaded once, and whom it has brought so far. */
  private record Copy(Function<String, NotifierDriver> drivers, Set<String> brought) {
    NotifierDriver make(String id) {
      brought.add(id);
      return drivers.apply(id);
    }
  }

  /** Begins without drivers. */
  Replacements(Dispatcher core, DriverSource source) {
    this.core = core;
    this.source = source;
  }

  /** Lets a driver in, of another load of its bundle than before. */
  void install(String id) {
    enter(id, next(id));
  }

  /** The newest load that has not brought the driver yet: its neighbours may have come of it. */
  private Copy next(String id) {
    String bundle = source.bundle(id);
    Copy known = newest.get(bundle);
    if (known == null || known.brought().contains(id)) {
      newest.put(bundle, new Copy(source.load(bundle), new HashSet<>()));
    }
    return newest.get(bundle);
  }

  /** Lets another instance of the same classes in. */
  void start(String id) {
    enter(id, inCharge.get(id));
  }

  private void enter(String id, Copy copy) {
    if (core.drivers().admit(copy.make(id)) instanceof Admission.Refused refused) {
      throw new BadFieldException("driver '" + id + "' is refused: " + refused.findings());
    }
    present.add(id);
    inCharge.put(id, copy);
  }

  void remove(String id) {
    core.drivers().retire(id);
    present.remove(id);
    quarantined.remove(id);
  }

  private Engines engines() {
    if (core instanceof Engines engines) {
      return engines;
    }
    throw new BadFieldException(
        "the reference dispatcher swaps and quarantines nobody: leave 'generation' out");
  }

  /**
   * Lets a driver be succeeded by that of another load of its bundle.
   *
   * @return why the one before is still in charge; empty when it is not
   */
  Optional<Finding> swap(String id) {
    DriverRegistry drivers = engines().now().drivers();
    Copy next = next(id);
    String to = "copy " + ++copies + " of " + id;
    if (drivers.admitStandby(next.make(id), to) instanceof Admission.Refused refused) {
      drivers.dismiss(to);
      return Optional.of(refused.findings().get(0));
    }
    SwapReport report = drivers.swap(SwapPlan.of(origin(drivers, id), to));
    if (report.swapped()) {
      inCharge.put(id, next);
    } else {
      drivers.dismiss(to);
    }
    return report.why();
  }

  private static String origin(DriverRegistry drivers, String id) {
    return drivers.list().stream()
        .filter(each -> each.id().equals(id) && each.state() != DriverStatus.State.STANDBY)
        .map(DriverStatus::origin)
        .findFirst()
        .orElse("nowhere");
  }

  void quarantine(String id) {
    DriverRegistry drivers = engines().now().drivers();
    if (present.contains(id) && quarantined.add(id)) {
      drivers.quarantine(id, WHY).toCompletableFuture().join();
    }
  }

  void release(String id) {
    DriverRegistry drivers = engines().now().drivers();
    if (quarantined.remove(id)) {
      drivers.release(id).toCompletableFuture().join();
    }
  }

  boolean isQuarantined(String id) {
    return quarantined.contains(id);
  }

  /** The drivers let go first, as when the bundle of the engine stops; who is out stays out. */
  void swapEngine() {
    Engines engines = engines();
    engines.leave(Set.copyOf(present));
    engines.enter(
        next -> {
          for (String id : present) {
            next.drivers().admit(inCharge.get(id).make(id));
          }
          for (String id : quarantined) {
            next.drivers().quarantine(id, WHY).toCompletableFuture().join();
          }
        });
  }
}
