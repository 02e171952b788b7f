package mm.machine;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What frames hold, where it is known: a value stands for all bytes of the page. Frames of unknown
 * contents equal no other; where contents are kept none is unknown, and a fresh one holds zeros.
 * Guarded by the frames' lock, but for {@link #load} and {@link #store}.
 */
final class Contents {
  private final PageContents mode;
  private final Map<Integer, Long> values = new ConcurrentHashMap<>();
  private final Set<Integer> merged = ConcurrentHashMap.newKeySet();

  /** Set by the first merge; cheaper to ask than the set. */
  private boolean mergedAny;

  Contents(PageContents mode) {
    this.mode = mode;
  }

  boolean isKept() {
    return mode == PageContents.KEPT;
  }

  void putLocked(int frame, long value) {
    if (frame != Frames.ZERO) {
      store(frame, value);
    }
  }

  /** The value, or null when it is not known. */
  Long getLocked(int frame) {
    return values.get(frame);
  }

  /**
   * The value; zeros where nothing was ever written. Only where contents are kept. Takes no lock:
   * devices read under a lock of their driver, which callbacks take under the frames' lock.
   */
  long load(int frame) {
    return values.getOrDefault(frame, 0L);
  }

  /** As {@link #load}. */
  void store(int frame, long value) {
    values.put(frame, value);
  }

  /** Somebody writes, and does not say what. */
  void forgetLocked(int frame) {
    if (!isKept() && !values.isEmpty()) {
      values.remove(frame);
    }
  }

  /** Whether any frame's are; most machines know none, and their frames need not be looked up. */
  boolean knowsAnyLocked() {
    return !values.isEmpty() || mergedAny;
  }

  /** The frame is freed. */
  void freedLocked(int frame) {
    values.remove(frame);
    merged.remove(frame);
  }

  /** From now on equal pages share the frame: it is never written, only copied. */
  void mergeLocked(int frame) {
    mergedAny = true;
    merged.add(frame);
  }

  /** May be asked without the lock. */
  boolean isMerged(int frame) {
    return merged.contains(frame);
  }

  void copyLocked(int from, int to) {
    Long value = values.get(from);
    if (value != null) {
      values.put(to, value);
    } else {
      values.remove(to);
    }
  }
}
