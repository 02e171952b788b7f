package drivers.i915;

import java.util.HashMap;
import java.util.Map;
import mm.api.AddressRange;

/**
 * The sections that were answered and may still be open, as far as a notifier without an end can
 * know. Guarded by the lock of {@link UserptrSpace}.
 *
 * <p>A section belongs to a thread, and a thread inside a section does not use a device. So the
 * sections of a thread may be open until it is next seen using the device; for each thread the
 * smallest range that covers them is kept.
 */
final class AnsweredSections {
  /** Threads told apart; more than that share one entry that stays for good. */
  static final int THREADS = 64;

  /** No thread has this id. */
  private static final long OTHERS = -1;

  private final Map<Long, AddressRange> byThread = new HashMap<>();

  /** Remembers a section that may be open from now on. */
  void answered(long thread, long start, long end) {
    boolean known = byThread.size() < THREADS || byThread.containsKey(thread);
    byThread.merge(
        known ? thread : OTHERS, new AddressRange(start, end), AnsweredSections::covering);
  }

  private static AddressRange covering(AddressRange one, AddressRange other) {
    return new AddressRange(Math.min(one.start(), other.start()), Math.max(one.end(), other.end()));
  }

  /** Forgets the sections of a thread, which have ended. */
  void ended(long thread) {
    if (!byThread.isEmpty()) {
      byThread.remove(thread);
    }
  }

  /** Tells whether an address may be inside an open section. */
  boolean mayCover(long address) {
    for (AddressRange each : byThread.values()) {
      if (each.contains(address)) {
        return true;
      }
    }
    return false;
  }
}
