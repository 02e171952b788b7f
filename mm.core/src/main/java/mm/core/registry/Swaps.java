package mm.core.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import mm.api.SwapPlan;
import mm.api.SwapReport;

/** Begins swaps, or says why one cannot begin. */
final class Swaps {
  private final Roster roster;
  private final ViolationSink violations;

  Swaps(Roster roster, ViolationSink violations) {
    this.roster = roster;
    this.violations = violations;
  }

  SwapReport swap(SwapPlan plan) {
    Swap swap;
    synchronized (roster) { // two swaps do not begin with the same drivers
      List<DriverEntry> before = roster.inChargeOf(plan.from());
      List<DriverEntry> after = roster.standbysOf(plan.to());
      Optional<String> obstacle = obstacle(plan, before, after);
      if (obstacle.isPresent()) {
        return refused(plan, obstacle.get());
      }
      swap = new Swap(roster, violations, plan, before, after);
      swap.start();
    }
    return swap.run();
  }

  private Optional<String> obstacle(
      SwapPlan plan, List<DriverEntry> before, List<DriverEntry> after) {
    if (before.isEmpty()) {
      return Optional.of("No driver of " + plan.from() + " is in charge");
    }
    if (after.isEmpty()) {
      return Optional.of("No driver of " + plan.to() + " is standby");
    }
    return Stream.of(
            before.stream().map(each -> missing(plan, each, after)),
            after.stream().map(each -> foreign(plan, each)),
            Stream.concat(before.stream(), after.stream()).map(Swaps::busy))
        .flatMap(each -> each)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> missing(
      SwapPlan plan, DriverEntry before, List<DriverEntry> after) {
    return after.stream().anyMatch(each -> each.id().equals(before.id()))
        ? Optional.empty()
        : Optional.of(
            plan.to() + " brings no driver " + before.id() + ", which " + plan.from() + " has");
  }

  private Optional<String> foreign(SwapPlan plan, DriverEntry after) {
    return roster
        .inCharge(after.id())
        .filter(present -> !present.origin().equals(plan.from()))
        .map(present -> "Driver " + after.id() + " is that of " + present.origin());
  }

  private static Optional<String> busy(DriverEntry driver) {
    if (driver.quarantine() != null) {
      return Optional.of(driver.origin() + " is quarantined: " + driver.quarantine());
    }
    return driver.swap().map(swap -> "A swap of " + driver.origin() + " is under way");
  }

  private static SwapReport refused(SwapPlan plan, String why) {
    return new SwapReport(
        plan.from(),
        plan.to(),
        SwapReport.Outcome.KEPT,
        Optional.of(Swap.finding(why)),
        0,
        0,
        0,
        Map.of());
  }
}
