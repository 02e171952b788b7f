package mm.soak;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of a soak.
 *
 * @param request what was asked
 * @param units which bundles took part
 * @param ledger what was counted
 * @param tally what the replacements came to
 * @param stale translations that led to a wrong frame
 * @param promises what drivers did that they had promised not to do
 * @param leaks versions that are gone and whose classes are not
 * @param compared what was counted under the same load with {@code Bundle.update}
 * @param comparedStale stale translations there
 * @param nanos how long it all took
 */
record Outcome(
    Request request,
    List<String> units,
    Ledger ledger,
    Tally tally,
    List<String> stale,
    Promises promises,
    List<String> leaks,
    Ledger compared,
    List<String> comparedStale,
    long nanos) {
  /** Whether nothing of what must not happen has happened, and something has happened at all. */
  boolean clean() {
    return ledger.lost() == 0
        && promises.splits() == 0
        && promises.broken().isEmpty()
        && stale.isEmpty()
        && ledger.gaps.sum() == 0
        && ledger.errors.sum() == 0
        && leaks.isEmpty()
        && drainsAreShort()
        && tally.done > 0
        && ledger.judged.sum() > 0
        && (tally.failed == 0 || request.disturbance() == Request.Disturbance.CHAOS);
  }

  boolean drainsAreShort() {
    return DrainBound.isKept(tally, ledger);
  }

  Map<String, Object> values() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("clean", clean());
    map.put("lost", ledger.lost());
    map.put("split", promises.splits());
    map.put("brokenPromises", promises.broken());
    map.put("stale", stale.size());
    map.put("gaps", ledger.gaps.sum());
    map.put("longestGapMicros", ledger.longestGap.get() / 1000);
    map.put("leaks", leaks);
    map.put("errors", ledger.errors.sum());
    map.put("errorMessages", List.copyOf(ledger.errorMessages()));
    map.put("swapsDone", tally.done);
    map.put("swapsGivenUp", tally.failed);
    map.put("givenUpBecause", tally.kept());
    map.put("rollbacks", tally.rollbacks);
    map.put("quarantines", tally.quarantines);
    map.put("stops", tally.stops);
    map.put("refreshes", tally.refreshes);
    map.put("engineSwaps", tally.engines);
    map.put("handedOver", tally.handedOver);
    map.put("lingering", tally.lingering);
    map.put("drainP50Micros", tally.drainMicros(0.5));
    map.put("drainP99Micros", tally.drainMicros(0.99));
    map.put("drainMaxMicros", tally.drainMicros(1));
    map.put("drainP99AllowedMicros", DrainBound.micros(ledger));
    map.put("longDrains", tally.drainsLongerThan(DrainBound.micros(ledger)));
    map.put("longestSectionMicros", ledger.longestSection.get() / 1000);
    map.put("longestOperationMicros", ledger.longestOperation.get() / 1000);
    map.put("longestHiccupMicros", ledger.longestHiccup.get() / 1000);
    map.put("served", ledger.served.sum());
    map.put("busy", ledger.busy.sum());
    map.put("announcedAbsences", ledger.announced.sum());
    map.put("sections", ledger.sections.sum());
    map.put("sectionsJudged", ledger.judged.sum());
    map.put("units", units);
    map.put("threads", request.threads());
    map.put("lostByDriver", ledger.lostByDriver());
    map.put("staleTranslations", stale);
    if (request.updates() > 0) {
      map.put("bundleUpdate", comparison());
    }
    map.put("seconds", nanos / 1_000_000_000);
    return map;
  }

  private Map<String, Object> comparison() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("updates", request.updates());
    map.put("lost", compared.lost());
    map.put("stale", comparedStale.size());
    map.put("gaps", compared.gaps.sum());
    map.put("longestGapMicros", compared.longestGap.get() / 1000);
    map.put("served", compared.served.sum());
    return map;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    values().forEach((name, value) -> line(text, name, value));
    return text.append(clean() ? "clean" : "NOT clean").toString();
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append(String.format("%-22s %s%n", name, value));
  }
}
