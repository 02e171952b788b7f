package mm.soak;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import mm.spi.AccessOutcome;

/**
 * What must not happen, counted; and what has to happen for that to say anything. An absence that
 * the soak brings about itself, by a stop or a quarantine, is announced and counted apart.
 */
final class Ledger {
  final LongAdder served = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder busy = new LongAdder();
  final LongAdder announced = new LongAdder();
  final LongAdder gaps = new LongAdder();
  final LongAdder sections = new LongAdder();
  final LongAdder judged = new LongAdder();
  final LongAdder errors = new LongAdder();
  final LongAccumulator longestGap = new LongAccumulator(Math::max, 0);
  final LongAccumulator longestSection = new LongAccumulator(Math::max, 0);
  final LongAccumulator longestOperation = new LongAccumulator(Math::max, 0);
  final LongAccumulator longestHiccup = new LongAccumulator(Math::max, 0);
  private final Map<String, AtomicLong> lost = new ConcurrentHashMap<>();
  private final Set<String> messages = ConcurrentHashMap.newKeySet();

  /** Odd while an absence is announced. */
  private final AtomicLong absence = new AtomicLong();

  void announceAbsence() {
    absence.incrementAndGet();
  }

  void endAbsence() {
    absence.incrementAndGet();
  }

  long absence() {
    return absence.get();
  }

  /** An access is over; the absence is that of before it. */
  void count(AccessOutcome outcome, long absenceBefore) {
    switch (outcome) {
      case HIT, MADE -> served.increment();
      case REFUSED -> refused.increment();
      case BUSY -> busy.increment();
      case DETACHED -> countGap(absenceBefore);
    }
  }

  private void countGap(long absenceBefore) {
    if (isAnnounced(absenceBefore)) {
      announced.increment();
    } else {
      gaps.increment();
    }
  }

  boolean isAnnounced(long absenceBefore) {
    return absenceBefore % 2 == 1 || absence.get() != absenceBefore;
  }

  void lost(String driver) {
    lost.computeIfAbsent(driver, id -> new AtomicLong()).incrementAndGet();
  }

  long lost() {
    return lost.values().stream().mapToLong(AtomicLong::get).sum();
  }

  Map<String, Long> lostByDriver() {
    Map<String, Long> all = new TreeMap<>();
    lost.forEach((driver, count) -> all.put(driver, count.get()));
    return all;
  }

  /** The load itself failed: a defect of a driver or of the machine. */
  void error(Throwable thrown) {
    errors.increment();
    messages.add(thrown.toString());
  }

  Set<String> errorMessages() {
    return messages;
  }
}
