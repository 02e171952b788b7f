package mm.conform.play;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mm.api.Admission;
import mm.api.Dispatcher;
import mm.api.DriverRegistry;
import mm.api.DriverStatus;
import mm.api.Finding;
import mm.api.Rule;
import mm.api.SwapPlan;
import mm.api.SwapReport;
import mm.conform.script.BadFieldException;

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
  private final Departed departed = new Departed();
  private int loads;
  private int copies;

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
    if (known == null || known.hasBrought(id)) {
      newest.put(bundle, new Copy(++loads, source.load(bundle)));
    }
    return newest.get(bundle);
  }

  /** Lets another instance of the same classes in. */
  void start(String id) {
    Copy same = inCharge.get(id);
    if (same == null) {
      throw new BadFieldException("driver '" + id + "' was removed: let 'driver_install' bring it");
    }
    enter(id, same);
  }

  private void enter(String id, Copy copy) {
    if (core.drivers().admit(copy.make(id)) instanceof Admission.Refused refused) {
      throw new BadFieldException("driver '" + id + "' is refused: " + refused.findings());
    }
    present.add(id);
    takeCharge(id, copy);
  }

  private void takeCharge(String id, Copy copy) {
    Copy before = inCharge.put(id, copy);
    if (before != null) {
      depart(before);
    }
  }

  /** Of a bundle with several drivers one may still be in charge. */
  private void depart(Copy copy) {
    if (!inCharge.containsValue(copy)) {
      newest.values().remove(copy);
      departed.add(copy);
    }
  }

  /** Takes a driver away for a while: its classes stay. */
  void stop(String id) {
    core.drivers().retire(id);
    present.remove(id);
    quarantined.remove(id);
  }

  /** Takes a driver away with its classes. */
  void remove(String id) {
    stop(id);
    forget(id);
  }

  private void forget(String id) {
    Copy gone = inCharge.remove(id);
    if (gone != null) {
      depart(gone);
    }
  }

  /**
   * Classes that are still there though their drivers have gone; who is stopped now has gone for
   * good. Asked at the end.
   */
  List<Breach> classesThatStay() {
    Set.copyOf(inCharge.keySet()).stream()
        .filter(each -> !present.contains(each))
        .forEach(this::forget);
    return departed.stay();
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
      depart(next);
      return Optional.of(refused.findings().get(0));
    }
    SwapReport report = drivers.swap(SwapPlan.of(origin(drivers, id), to));
    if (report.swapped()) {
      takeCharge(id, next);
    } else {
      drivers.dismiss(to);
      depart(next);
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
