package mm.core.registry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import mm.api.DriverPolicy;
import mm.api.Finding;
import mm.api.Rule;
import mm.api.Violation;
import mm.core.flight.Recorder;

/**
 * Who is welcome, and what becomes of who breaks its word: the policy's word, carried out.
 *
 * <p>Whether a driver is quarantined is written under the roster's lock, so that a swap sees it
 * before it puts the successor in charge, or has done so before. The policy is asked under a lock
 * of this object, which is taken before the roster's.
 */
final class Discipline {
  private final Roster roster;
  private final ViolationSink violations;
  private final Executor reactions;
  private volatile DriverPolicy policy = DriverPolicy.OPEN; // written under this
  private volatile Consumer<String> stopper = origin -> {};

  Discipline(Roster roster, ViolationSink violations, Executor reactions) {
    this.roster = roster;
    this.violations = violations;
    this.reactions = reactions;
  }

  DriverPolicy policy() {
    return policy;
  }

  void stopBy(Consumer<String> how) {
    stopper = how;
  }

  /** The last policy has the last word on every driver; one that fails changes nothing. */
  synchronized void govern(DriverPolicy next) {
    Map<DriverEntry, List<Finding>> judged = new LinkedHashMap<>();
    judge(next, judged);
    policy = next;
    judge(next, judged); // who came meanwhile
    judged.forEach(this::examined);
  }

  private void judge(DriverPolicy judge, Map<DriverEntry, List<Finding>> judged) {
    for (DriverEntry each : roster.admitted()) {
      judged.computeIfAbsent(each, one -> findings(judge, one));
    }
  }

  private static List<Finding> findings(DriverPolicy judge, DriverEntry driver) {
    return judge.judge(driver.capability(), driver.origin());
  }

  /** A driver is in the roster; a policy that came since it was judged may not have seen it. */
  void entered(DriverEntry newcomer, DriverPolicy judge) {
    if (policy != judge) {
      examine(newcomer);
    }
  }

  private synchronized void examine(DriverEntry driver) {
    examined(driver, findings(policy, driver));
  }

  private void examined(DriverEntry driver, List<Finding> findings) {
    Finding why = driver.quarantine();
    if (!findings.isEmpty()) {
      quarantine(driver, findings.get(0));
    } else if (why != null && why.rule() == Rule.R6_22) {
      release(driver);
    }
  }

  CompletionStage<Void> quarantine(String id, Finding why) {
    DriverEntry driver;
    boolean first;
    synchronized (roster) { // no swap puts another in charge in between
      driver = roster.find(id);
      first = driver.startQuarantine(why);
    }
    return first ? takenOut(driver, why) : CompletableFuture.completedFuture(null);
  }

  private CompletionStage<Void> quarantine(DriverEntry driver, Finding why) {
    boolean first;
    synchronized (roster) {
      first = driver.startQuarantine(why);
    }
    return first ? takenOut(driver, why) : CompletableFuture.completedFuture(null);
  }

  private CompletionStage<Void> takenOut(DriverEntry driver, Finding why) {
    return CompletableFuture.runAsync(
        () -> Recorder.quarantine(driver.id(), driver.origin(), why, driver::suspend), reactions);
  }

  CompletionStage<Void> release(String id) {
    return release(roster.find(id));
  }

  private CompletionStage<Void> release(DriverEntry driver) {
    synchronized (roster) {
      if (!driver.endQuarantine()) {
        return CompletableFuture.completedFuture(null);
      }
    }
    return CompletableFuture.runAsync(
        () -> Recorder.release(driver.id(), driver.origin(), () -> driver.resume(violations)),
        reactions);
  }

  /** Called on the thread that broke a promise. */
  void broke(Violation violation) {
    Optional<DriverEntry> found = roster.inCharge(violation.subscriber());
    if (found.isEmpty() || found.get().quarantine() != null || found.get().excused()) {
      return;
    }
    DriverEntry driver = found.get();
    Optional<Swap> swap = driver.swap();
    if (swap.isPresent()) {
      swap.get().blame(violation); // whose fault it is cannot be told: the newcomer's
    } else {
      react(driver, violation);
    }
  }

  private void react(DriverEntry driver, Violation violation) {
    Finding why = DriverFaults.broken(violation);
    switch (policy.reaction(violation)) {
      case QUARANTINE -> quarantine(driver, why);
      case STOP -> reactions.execute(() -> stop(driver, why));
      default -> {}
    }
  }

  private void stop(DriverEntry driver, Finding why) {
    if (roster.contains(driver)) {
      stopper.accept(driver.origin());
      Optional<DriverEntry> gone = roster.remove(driver); // another one may have come by now
      roster.put(DriverEntry.refused(driver.capability(), driver.origin(), List.of(why)));
      gone.ifPresent(DriverEntry::detachAll); // may wait for its sections
    }
  }
}
