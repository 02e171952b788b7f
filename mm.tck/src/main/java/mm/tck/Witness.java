package mm.tck;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import mm.api.AddressRange;
import mm.api.CallbackObserver;
import mm.api.DriverPolicy;
import mm.api.Finding;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.api.Rule;
import mm.api.Violation;
import mm.spi.Answer;
import mm.spi.Callback;
import mm.spi.Device;
import mm.spi.DriverCapability;

/** Sees every callback of the driver, and where it stood when it broke a promise. */
final class Witness implements CallbackObserver, DriverPolicy {
  /** A broken promise. */
  record Breach(Violation violation, List<StackTraceElement> stack) {}

  private final String driver;
  private final Set<Callback> seen = ConcurrentHashMap.newKeySet();
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong releases = new AtomicLong();
  private final List<Breach> breaches = new CopyOnWriteArrayList<>();
  private volatile Device device;
  private volatile Map<Long, Long> heldAfterRelease = Map.of();

  Witness(String driver) {
    this.driver = driver;
  }

  void watch(Device watched) {
    device = watched;
  }

  @Override
  public void called(
      String subscriber, Callback callback, InvalidationRange range, Answer answer, long nanos) {
    if (subscriber.equals(driver)) {
      seen.add(callback);
      calls.incrementAndGet();
      if (callback == Callback.RELEASE || range.event() == InvalidationEvent.RELEASE) {
        released();
      }
    }
  }

  /** The last of several releases counts: each of a driver's notifiers may have its own part. */
  private void released() {
    releases.incrementAndGet();
    if (device != null) {
      heldAfterRelease = Rig.shown(device, 0, AddressRange.TOP);
    }
  }

  @Override
  public List<Finding> judge(DriverCapability declared, String origin) {
    return List.of();
  }

  @Override
  public Reaction reaction(Violation violation) {
    if (breaches.stream().noneMatch(each -> each.violation.message().equals(violation.message()))) {
      breaches.add(
          new Breach(violation, List.of(new Throwable("where it happened").getStackTrace())));
    }
    return Reaction.REPORT;
  }

  Set<Callback> seen() {
    return seen.isEmpty() ? EnumSet.noneOf(Callback.class) : EnumSet.copyOf(seen);
  }

  long calls() {
    return calls.get();
  }

  long releases() {
    return releases.get();
  }

  Map<Long, Long> heldAfterRelease() {
    return new TreeMap<>(heldAfterRelease);
  }

  /** The failure that shows a broken promise with its stack; null when the rule was kept. */
  AssertionError failure(List<Violation> broken) {
    if (broken.isEmpty()) {
      return null;
    }
    AssertionError failure = new AssertionError(broken.toString());
    breaches.stream()
        .filter(each -> each.violation.message().equals(broken.get(0).message()))
        .findFirst()
        .ifPresent(each -> failure.initCause(shown(each)));
    return failure;
  }

  private static Throwable shown(Breach breach) {
    Rule rule = breach.violation.rule();
    Throwable where = new Throwable(rule.id() + " was broken here");
    where.setStackTrace(breach.stack.toArray(StackTraceElement[]::new));
    return where;
  }
}
