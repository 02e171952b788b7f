package mm.soak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mm.api.SwapReport;
import mm.deploy.service.DeployReport;

/** What the replacements came to. */
final class Tally {
  private static final int MOST_TOLD = 5;

  /** How long a version took to let the sections end that were open when its successor served. */
  private record Drain(String swap, long nanos) {
    String words() {
      return String.format("%s: %,d us", swap, nanos / 1000);
    }
  }

  private final List<Drain> drains = new ArrayList<>();
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
      String which = String.format("swap %d, %s -> %s", done + 1, swap.from(), swap.to());
      drains.add(new Drain(which, swap.drainNanos()));
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
    long[] sorted = drains.stream().mapToLong(Drain::nanos).toArray();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1L, (long) (quantile * sorted.length))] / 1000;
  }

  /** The longest of the drains that took more than so many microseconds, with whose they were. */
  List<String> drainsLongerThan(long micros) {
    return drains.stream()
        .filter(each -> each.nanos() / 1000 > micros)
        .sorted(Comparator.comparingLong(Drain::nanos).reversed())
        .limit(MOST_TOLD)
        .map(Drain::words)
        .toList();
  }
}
