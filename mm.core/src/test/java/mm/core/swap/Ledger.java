package mm.core.swap;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What must not happen in a swap, counted; and what must have happened for that to say anything.
 */
final class Ledger {
  /** A translation that is still there though the section that takes it away has begun. */
  final LongAdder lost = new LongAdder();

  /** An end without its start, or a start without its end, at one device. */
  final LongAdder split = new LongAdder();

  /** A use of a frame that the page does not have any more. */
  final LongAdder stale = new LongAdder();

  /** An access that nobody served. */
  final LongAdder gaps = new LongAdder();

  final LongAdder served = new LongAdder();
  final LongAdder sections = new LongAdder();

  private final Set<LoadDevice> devices = ConcurrentHashMap.newKeySet();

  void entered(LoadDevice device) {
    devices.add(device);
  }

  void left(LoadDevice device) {
    devices.remove(device);
  }

  int devices() {
    return devices.size();
  }

  /** Looks at every device, serving or not, inside a section that covers the pages. */
  void judge(int firstPage, int endPage) {
    sections.increment();
    for (LoadDevice each : devices) {
      if (each.holds(firstPage, endPage)) {
        lost.increment();
      }
    }
  }

  /** Whether enough has happened to say anything. */
  boolean usedMoreThan(int times) {
    return served.sum() > times && sections.sum() > times;
  }

  boolean clean() {
    return lost.sum() + split.sum() + stale.sum() + gaps.sum() == 0;
  }

  @Override
  public String toString() {
    return "lost %s, split %s, stale %s, gaps %s; served %s, sections %s"
        .formatted(lost, split, stale, gaps, served, sections);
  }
}
