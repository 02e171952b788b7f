package mm.tck;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import mm.api.CoreOptions;
import mm.api.Violation;
import mm.spi.Callback;
import mm.spi.DriverCapability;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;
import mm.spi.rules.CapabilityRules;
import mm.spi.rules.CheckedCapability;
import mm.spi.rules.DriverAttributes;
import org.junit.jupiter.api.Assumptions;

/** The driver under test, and what the kit has found out about it so far. */
final class Subject {
  private static final int HANGS_AT_MOST = 3;

  private final Supplier<NotifierDriver> drivers;
  private final CoreOptions options;
  private final List<CoreOptions> others;
  private final Duration patience;
  private final Map<Footing, Optional<Throwable>> footings = new EnumMap<>(Footing.class);
  private final List<AutoCloseable> opened = new CopyOnWriteArrayList<>();
  private DriverCapability capability;
  private Throwable attachFailure;
  private Set<Callback> heard;
  private boolean stuck;
  private int hangs;

  Subject(
      Supplier<NotifierDriver> drivers,
      CoreOptions options,
      List<CoreOptions> others,
      Duration patience) {
    this.drivers = drivers;
    this.options = guarded(options);
    this.others = others.stream().map(Subject::guarded).toList();
    this.patience = patience;
  }

  /** Without guards a driver could do what it must not, and nobody would see it. */
  private static CoreOptions guarded(CoreOptions options) {
    return options.with(CoreOptions.Guards.ON);
  }

  NotifierDriver newDriver() {
    return drivers.get();
  }

  /** What it declares. */
  DriverCapability declared() {
    if (capability == null) {
      DriverInfo info = newDriver().getClass().getAnnotation(DriverInfo.class);
      Assumptions.assumeTrue(info != null, "not judged: no @DriverInfo, see R6.2");
      CheckedCapability checked = CapabilityRules.check(DriverAttributes.of(info));
      Assumptions.assumeTrue(
          checked instanceof CheckedCapability.Right, "not judged: wrong metadata, see R6.2");
      capability = ((CheckedCapability.Right) checked).capability();
    }
    return capability;
  }

  // Attaching.

  /** Attaches anew; what went wrong is thrown, and remembered. */
  private Rig attach(CoreOptions with) throws Throwable {
    if (attachFailure == null) {
      try {
        Rig rig = Foreign.start(() -> newRig(with)).get(patience);
        opened.add(rig);
        return rig;
      } catch (ExecutionException e) {
        attachFailure = e.getCause();
      } catch (Exception | AssertionError e) {
        attachFailure = e;
      }
    }
    throw attachFailure;
  }

  private Rig newRig(CoreOptions with) {
    return new Rig(newDriver(), declared().id(), with, patience);
  }

  /** Fails when the driver cannot be attached. */
  void assertAttaches() {
    try {
      attach(options);
    } catch (Throwable failure) {
      throw new AssertionError("R6.12: attach failed: " + failure, failure);
    }
  }

  /** A rig of the test's own. */
  Rig rig(Footing... needed) {
    return rig(options, needed);
  }

  private Rig rig(CoreOptions with, Footing... needed) {
    declared();
    for (Footing each : needed) {
      assume(each);
    }
    try {
      return attach(with);
    } catch (Throwable failure) {
      return Assumptions.abort("not judged: attach failed, see R6.12");
    }
  }

  /** A simulated machine with the driver admitted; it is attached by the test. */
  MachineRig machine(Footing... needed) {
    rig(needed);
    MachineRig made = new MachineRig(newDriver(), declared().id(), options);
    opened.add(made);
    return made;
  }

  /** A fault of the driver that can be held up. */
  SteppedFault steppedFault() {
    SteppedFault made = new SteppedFault(newDriver(), declared(), options, patience);
    opened.add(made);
    return made;
  }

  CoreOptions options() {
    return options;
  }

  Duration patience() {
    return patience;
  }

  // Footings.

  private void assume(Footing footing) {
    footing.prerequisites().forEach(this::assume);
    Assumptions.assumeTrue(missing(footing).isEmpty(), () -> "not judged: see " + footing.test());
  }

  /** Fails when this footing is missing; not judged when one is missing that it stands on. */
  void judge(Footing footing) {
    rig(footing.prerequisites().toArray(Footing[]::new));
    missing(footing)
        .ifPresent(
            failure -> {
              throw failure instanceof AssertionError error
                  ? error
                  : new AssertionError(failure.toString(), failure);
            });
  }

  private Optional<Throwable> missing(Footing footing) {
    Optional<Throwable> known = footings.get(footing);
    if (known == null) {
      known =
          failureOf(
              () -> {
                footing.check(this);
                return true;
              });
      footings.put(footing, known);
    }
    return known;
  }

  /** What is tried here may itself wait for another thread, and that one's stack should be told. */
  private Optional<Throwable> failureOf(Callable<Boolean> body) {
    try {
      Foreign.start(body).get(patience.multipliedBy(3));
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.of(e.getCause());
    } catch (Exception | AssertionError e) {
      return Optional.of(e);
    }
  }

  // What applies.

  void assumeThat(boolean applies, String otherwise) {
    Assumptions.assumeTrue(applies, "not applicable: " + otherwise);
  }

  /** The callbacks that were seen with the options of this run. */
  Set<Callback> heard() {
    if (heard == null) {
      heard = heardWith(options);
    }
    return heard;
  }

  /** The callbacks that were seen with these options or with one of the others. */
  Set<Callback> heardWithAnyOptions() {
    Set<Callback> all = EnumSet.noneOf(Callback.class);
    all.addAll(heard());
    others.forEach(each -> all.addAll(heardWith(each)));
    return all;
  }

  private Set<Callback> heardWith(CoreOptions with) {
    Rig rig = rig(with, Footing.SERVES_ON);
    rig.exercise();
    rig.space.release();
    return rig.witness.seen();
  }

  boolean hears(Callback... anyOf) {
    return List.of(anyOf).stream().anyMatch(declared().callbacks()::contains)
        && List.of(anyOf).stream().anyMatch(heard()::contains);
  }

  // Verdicts.

  static void assertNone(Rig rig, List<Violation> broken) {
    AssertionError failure = rig.witness.failure(broken);
    if (failure != null) {
      throw failure;
    }
  }

  /** A driver that hangs again and again has had its verdict. */
  void assumeNotHanging() {
    Assumptions.assumeTrue(hangs < HANGS_AT_MOST, "not judged: it hung " + hangs + " times");
  }

  void hung() {
    hangs++;
  }

  /** Closes what the test used, at most for a bounded time, and only once in vain. */
  void closeRigs() {
    List<Foreign<Boolean>> closing = opened.stream().map(Subject::closing).toList();
    opened.clear();
    long deadline = System.nanoTime() + patience.toNanos();
    for (Foreign<Boolean> each : closing) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      stuck |= left > 0 && !stuck && !ends(each.thread(), left);
    }
  }

  private static Foreign<Boolean> closing(AutoCloseable rig) {
    return Foreign.start(
        () -> {
          rig.close();
          return true;
        });
  }

  private static boolean ends(Thread thread, long millis) {
    try {
      thread.join(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }
}
