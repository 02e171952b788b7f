package mm.core.registry;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mm.api.ContractException;
import mm.api.Finding;
import mm.api.Rule;
import mm.api.SwapPhase;
import mm.api.SwapPlan;
import mm.api.SwapReport;
import mm.api.SwapReport.Outcome;
import mm.api.Violation;
import mm.core.flight.SwapRecording;
import mm.core.registry.AttachableSpace.OpenNow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One swap of all drivers of an origin for those of another.
 *
 * <p><b>Algorithm notes.</b> The successor is subscribed beside the driver in each place, and waits
 * until the sections have ended that did not tell it (R4.2). Then the driver's page source stops
 * answering, what it holds is offered to the successor, and one volatile write ({@link Turn}) lets
 * the successor serve in all places. The driver is still told of everything and still holds what it
 * held: until the sections that were open at the write have ended, the same write the other way
 * round takes everything back. Only then the driver is quiesced and its subscriptions closed, which
 * lets each section that it saw begin end with it (R4.1).
 *
 * <p>So two drivers hold translations of a page for a while. Both are told of every change, so
 * neither is stale. Rejected: to quiesce the driver before the write, so that accesses in between
 * would find nobody, and nothing could be taken back.
 */
final class Swap {
  private static final Logger LOG = LoggerFactory.getLogger(Swap.class);

  private final Roster roster;
  private final ViolationSink violations;
  private final SwapPlan plan;
  private final Map<DriverEntry, DriverEntry> successors = new LinkedHashMap<>();
  private final List<DriverEntry> newcomers;
  private final List<Runnable> pairing = new ArrayList<>();
  private final Turn turn = new Turn();
  private final Map<SwapPhase, Long> reached = new EnumMap<>(SwapPhase.class);
  private final long began = System.nanoTime();
  private final AtomicInteger lingering = new AtomicInteger();
  private final SwapRecording recording = new SwapRecording();
  private volatile Violation blamed;
  private volatile boolean givenUp;
  private int attachments;
  private int handedOver;

  /**
   * Makes a swap that has not begun.
   *
   * @param before the drivers in charge
   * @param after those to come; there is one for each of the former
   */
  Swap(
      Roster roster,
      ViolationSink violations,
      SwapPlan plan,
      List<DriverEntry> before,
      List<DriverEntry> after) {
    this.roster = roster;
    this.violations = violations;
    this.plan = plan;
    newcomers = new ArrayList<>(after);
    for (DriverEntry old : before) {
      DriverEntry successor =
          after.stream().filter(each -> each.id().equals(old.id())).findFirst().orElseThrow();
      successors.put(old, successor);
      newcomers.remove(successor);
    }
  }

  Turn turn() {
    return turn;
  }

  Set<DriverEntry> before() {
    return successors.keySet();
  }

  Stream<DriverEntry> after() {
    return Stream.concat(successors.values().stream(), newcomers.stream());
  }

  /** A promise was broken under an id that both go by. */
  void blame(Violation violation) {
    blamed = violation;
  }

  SwapReport run() {
    try {
      pair();
      settle();
      handOver();
      serve();
      drain();
      List<Placement> leaving = commit();
      sayFarewell(leaving);
      return report(Outcome.SWAPPED, Optional.empty());
    } catch (SwapFailure e) {
      recordGivenUp(e.getMessage());
      giveUp();
      return report(Outcome.KEPT, Optional.of(finding(e.getMessage())));
    }
  }

  static Finding finding(String why) {
    return new Finding(
        Rule.R4_5, why + ".", "The driver before is in charge; mend the cause and swap again.");
  }

  /** From now on whoever attaches attaches both. Callers hold the roster's lock. */
  void start() {
    successors.forEach(
        (old, successor) ->
            old.startSuccession(new Succession(successor, this))
                .forEach(place -> pairing.add(() -> pair(place, successor))));
  }

  private void pair() throws SwapFailure {
    Bounded.run("Attach of " + plan.to(), plan.limitNanos(), this::runPairing);
    reach(SwapPhase.DOUBLED);
  }

  private Void runPairing() {
    pairing.forEach(Runnable::run);
    return null;
  }

  /** A place that is closed meanwhile has nothing to succeed to. */
  private void pair(DriverAttachment place, DriverEntry successor) {
    if (givenUp) {
      return;
    }
    Placement placed;
    try {
      placed = successor.place(place.attachable());
    } catch (ContractException e) {
      if (place.space().released()) {
        return;
      }
      throw e;
    }
    if (!place.pair(placed, turn)) {
      placed.close();
    } else if (givenUp) {
      Optional.ofNullable(place.unpair(turn)).ifPresent(Placement::close);
    }
  }

  private void settle() throws SwapFailure {
    long deadline = System.nanoTime() + plan.limitNanos();
    for (DriverAttachment each : places()) {
      Crew crew = each.crew();
      if (crew.doubled() && !crew.second().awaitSettled(left(deadline))) {
        throw new SwapFailure(
            "A section in " + each.space().name() + " stayed open" + longer("it was subscribed"));
      }
    }
    reach(SwapPhase.SETTLED);
  }

  private String longer(String since) {
    return " for more than " + Bounded.millis(plan.limitNanos()) + " ms after " + since;
  }

  private static long left(long deadline) {
    return Math.max(0, deadline - System.nanoTime());
  }

  private List<DriverAttachment> places() {
    return before().stream().flatMap(each -> each.attachments().stream()).toList();
  }

  private void handOver() throws SwapFailure {
    List<Crew> crews = places().stream().map(DriverAttachment::crew).filter(Crew::doubled).toList();
    attachments = crews.size();
    crews.forEach(each -> each.first().freeze());
    handedOver =
        Bounded.run("Hand-over of " + plan.from(), plan.limitNanos(), () -> handOver(crews));
    reach(SwapPhase.HANDED_OVER);
  }

  private static int handOver(List<Crew> crews) {
    int taken = 0;
    for (Crew each : crews) {
      taken += StateTransfer.between(each.first().device(), each.second().device()) ? 1 : 0;
    }
    return taken;
  }

  private void serve() throws SwapFailure {
    refuseUnhealthy();
    turn.toSuccessor();
    reach(SwapPhase.SERVING);
  }

  private void refuseUnhealthy() throws SwapFailure {
    Optional<String> trouble = trouble();
    if (trouble.isPresent()) {
      throw new SwapFailure(trouble.get());
    }
  }

  /** What its drivers have done, or have had done to them, that makes it impossible. */
  Optional<String> trouble() {
    Violation broken = blamed;
    return broken != null
        ? Optional.of("A promise was broken meanwhile: " + broken)
        : Stream.concat(before().stream(), after())
            .filter(each -> each.quarantine() != null)
            .map(each -> each.origin() + " was quarantined meanwhile: " + each.quarantine())
            .findFirst();
  }

  private void drain() throws SwapFailure {
    long deadline = System.nanoTime() + plan.limitNanos();
    for (Map.Entry<AttachableSpace, OpenNow> each : openNow().entrySet()) {
      if (!each.getValue().awaitEnd(left(deadline))) {
        throw new SwapFailure(
            "A section in "
                + each.getKey().name()
                + " stayed open"
                + longer("its successor served"));
      }
    }
    refuseUnhealthy();
    reach(SwapPhase.DRAINED);
  }

  /** In all spaces at once: a later section of the next space is not waited for. */
  private Map<AttachableSpace, OpenNow> openNow() {
    Map<AttachableSpace, OpenNow> open = new LinkedHashMap<>();
    places().forEach(each -> open.computeIfAbsent(each.attachable(), AttachableSpace::openNow));
    return open;
  }

  private List<Placement> commit() throws SwapFailure {
    after().forEach(DriverEntry::excuse); // the other goes by the same name
    List<Placement> leaving = new ArrayList<>();
    if (!roster.succeed(this, () -> leaving.addAll(leavePlaces()))) {
      after().forEach(DriverEntry::excuseNoMore);
      refuseUnhealthy();
      throw new SwapFailure("A driver of the swap was stopped meanwhile");
    }
    after().forEach(DriverEntry::publish);
    return leaving;
  }

  /** All drivers and places at once. Callers hold the roster's lock. */
  private List<Placement> leavePlaces() {
    after().forEach(DriverEntry::takeCharge);
    List<Placement> leaving = new ArrayList<>();
    successors.forEach((old, successor) -> leaving.addAll(old.succeededBy(successor)));
    return leaving;
  }

  private void sayFarewell(List<Placement> leaving) {
    close(leaving).whenComplete((done, thrown) -> after().forEach(DriverEntry::excuseNoMore));
    reachAfterwards(SwapPhase.DONE);
  }

  /** Closes placements, for the time of the limit; the rest goes on without us. */
  private CompletableFuture<Void> close(List<Placement> leaving) {
    lingering.set(leaving.size());
    if (leaving.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> all =
        Bounded.start("Farewell of " + plan.from(), () -> closeAll(leaving));
    try {
      all.get(plan.limitNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("{} has not gone within the limit", plan.from());
    }
    return all;
  }

  private Void closeAll(List<Placement> leaving) {
    for (Placement each : leaving) {
      each.close();
      lingering.decrementAndGet();
    }
    return null;
  }

  private void giveUp() {
    givenUp = true;
    turn.back();
    List<Placement> leaving = new ArrayList<>();
    for (DriverEntry old : before()) {
      for (DriverAttachment each : old.endSuccession()) {
        Optional.ofNullable(each.unpair(turn)).ifPresent(leaving::add);
        each.crew().first().thaw();
      }
    }
    close(leaving);
    before().stream()
        .filter(each -> each.quarantine() == null)
        .forEach(each -> each.resume(violations));
  }

  private void reach(SwapPhase phase) throws SwapFailure {
    reached.put(phase, System.nanoTime() - began);
    recording.reached(plan, ids(), phase);
    try {
      plan.observer().reached(phase);
    } catch (RuntimeException e) {
      throw new SwapFailure("The observer of the swap failed at " + phase + ": " + e);
    }
  }

  /** The drivers concerned. */
  private String ids() {
    return after().map(DriverEntry::id).collect(Collectors.joining(","));
  }

  private void recordGivenUp(String why) {
    SwapPhase missed = SwapPhase.values()[Math.min(reached.size(), SwapPhase.DONE.ordinal())];
    recording.givenUp(plan, ids(), missed, why);
  }

  private void reachAfterwards(SwapPhase phase) {
    try {
      reach(phase);
    } catch (SwapFailure e) {
      LOG.error("after the swap to {}: {}", plan.to(), e.getMessage());
    }
  }

  private SwapReport report(Outcome outcome, Optional<Finding> why) {
    return new SwapReport(
        plan.from(),
        plan.to(),
        outcome,
        why,
        attachments,
        outcome == Outcome.SWAPPED ? handedOver : 0,
        lingering.get(),
        reached);
  }
}
