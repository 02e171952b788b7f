package mm.deploy.unit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import mm.api.Finding;
import mm.deploy.service.Transition;
import mm.deploy.service.Unit;
import mm.deploy.service.UnitState;

/**
 * What the deployer knows of a unit. Changed by the thread that carries out an order; may be looked
 * at by any thread. Guarded by this.
 */
final class DriverUnit {
  private static final int LONGEST_HISTORY = 200;

  private final String name;
  private final Deque<Transition> history = new ArrayDeque<>();
  private Deployed current;
  private Deployed previous;
  private String lastVersion = "";
  private String sha256 = "";
  private String source = "";
  private List<String> drivers = List.of();
  private Optional<String> desired = Optional.empty();
  private long probationEndNanos;
  private long violationsBefore;
  private boolean onProbation;
  private List<Finding> findings = List.of();

  DriverUnit(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  synchronized void add(Transition step) {
    history.addLast(step);
    if (history.size() > LONGEST_HISTORY) {
      history.removeFirst();
    }
  }

  synchronized UnitState stateOf(String version) {
    UnitState last = UnitState.ABSENT;
    for (Transition each : history) {
      last = each.version().equals(version) ? each.to() : last;
    }
    return last;
  }

  synchronized Optional<Deployed> current() {
    return Optional.ofNullable(current);
  }

  synchronized Optional<Deployed> previous() {
    return Optional.ofNullable(previous);
  }

  synchronized void current(Deployed now) {
    current = now;
    if (now != null) {
      lastVersion = now.version();
      sha256 = now.jar().sha256();
      source = now.source();
      drivers = now.jar().drivers();
    }
  }

  /** It has come into charge; what was found against the unit before is history. */
  synchronized void inCharge(Deployed now) {
    current(now);
    findings = List.of();
  }

  /** The same, on probation: another version is kept, and violations so far are not its own. */
  synchronized void inCharge(Deployed now, Deployed before, long endNanos, long violations) {
    inCharge(now);
    previous = before;
    probationEndNanos = endNanos;
    violationsBefore = violations;
    onProbation = true;
  }

  synchronized void previous(Deployed before) {
    previous = before;
  }

  synchronized Optional<String> desired() {
    return desired;
  }

  synchronized void desired(Optional<String> file) {
    desired = file;
  }

  synchronized void found(List<Finding> wrong) {
    findings = List.copyOf(wrong);
  }

  /** A new engine has counted no violations yet. */
  synchronized void newEngine() {
    violationsBefore = 0;
  }

  synchronized boolean probationEnded(long nowNanos) {
    return onProbation && nowNanos - probationEndNanos >= 0;
  }

  /** Counted by the engine of now; one that was started again by hand has begun anew. */
  synchronized boolean violatedSince(long violations) {
    violationsBefore = Math.min(violationsBefore, violations);
    return onProbation && violations > violationsBefore;
  }

  synchronized List<String> drivers() {
    return drivers;
  }

  synchronized void proved() {
    onProbation = false;
  }

  synchronized boolean onProbation() {
    return onProbation;
  }

  synchronized boolean isOnProbation(Deployed version) {
    return onProbation && version.equals(current);
  }

  synchronized boolean goesBy(String given) {
    return name.equals(given) || drivers.contains(given);
  }

  synchronized Unit shown(long nowNanos) {
    return new Unit(
        name,
        lastVersion,
        stateOf(lastVersion),
        drivers,
        sha256,
        source,
        desired,
        previous().map(Deployed::version),
        onProbation ? Math.max(1, (probationEndNanos - nowNanos + 999_999_999) / 1_000_000_000) : 0,
        findings,
        List.copyOf(history));
  }
}
