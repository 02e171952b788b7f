package mm.soak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mm.api.SwapReport;
import mm.deploy.service.DeployReport;

/** What the replacements came to. */
final class Tally {
  private final List<Long> drains = new ArrayList<>();
  private final Map<String, Integer> kept = new TreeMap<>();
  int done;
  int handedOver;
  int lingering;
  int rollbacks;
  int quarantines;
  int stops;
  int refreshes;
  int engines;
  int failed;

  /** A swap is over. */
  void add(DeployReport report) {
    report.swap().ifPresent(this::add);
    if (report.outcome() == DeployReport.Outcome.DONE) {
      done++;
    } else {
      failed++;
      kept.merge(report.outcome() + ": " + report.message(), 1, Integer::sum);
    }
  }

  private void add(SwapReport swap) {
    handedOver += swap.handedOver();
    lingering += swap.lingering();
    if (swap.swapped()) {
      drains.add(swap.drainNanos());
    }
  }

  Map<String, Integer> kept() {
    return kept;
  }

  /** A quantile of the drains, in microseconds. */
  long drainMicros(double quantile) {
    if (drains.isEmpty()) {
      return 0;
    }
    long[] sorted = drains.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1L, (long) (quantile * sorted.length))] / 1000;
  }
}
