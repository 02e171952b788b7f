package mm.machine.frames;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import mm.machine.PageContents;

/**
 * What frames hold, where it is known: a value stands for all bytes of the page. Frames of unknown
 * contents equal no other; where contents are kept none is unknown, and a fresh one holds zeros.
 * Guarded by the frames' lock, but for {@link #load} and {@link #store}.
 */
public final class Contents {
  private final PageContents mode;
  private final Map<Integer, Long> values = new ConcurrentHashMap<>();

  /** The pages that share frames because their contents are equal. */
  private final MergedPages merged = new MergedPages();

  /**
   * Set by the first value or merge, for good. Most machines never have one, and then no access,
   * copy or free looks its frame up.
   */
  private volatile boolean any;

  Contents(PageContents mode) {
    this.mode = mode;
  }

  public MergedPages merged() {
    return merged;
  }

  public boolean isKept() {
    return mode == PageContents.KEPT;
  }

  public void putLocked(int frame, long value) {
    if (frame != Frames.ZERO) {
      store(frame, value);
    }
  }

  /** The value, or null when it is not known. */
  public Long getLocked(int frame) {
    return any ? values.get(frame) : null;
  }

  /**
   * The value; zeros where nothing was ever written. Only where contents are kept. Takes no lock:
   * devices read under a lock of their driver, which callbacks take under the frames' lock.
   */
  public long load(int frame) {
    return any ? values.getOrDefault(frame, 0L) : 0L;
  }

  /** As {@link #load}. */
  void store(int frame, long value) {
    any = true;
    values.put(frame, value);
  }

  /** Somebody writes, and does not say what. */
  public void forgetLocked(int frame) {
    if (!isKept()) {
      values.remove(frame);
    }
  }

  /** Whether any frame's were ever known. May be asked without the lock. */
  public boolean knowsAny() {
    return any;
  }

  /** The frame is freed. */
  void freedLocked(int frame) {
    values.remove(frame);
    merged.freedLocked(frame);
  }

  /** From now on equal pages share the frame: it is never written, only copied. */
  public void mergeLocked(int frame, long space, long address) {
    any = true;
    merged.addLocked(frame, space, address);
  }

  /** May be asked without the lock. */
  public boolean isMerged(int frame) {
    return any && merged.has(frame);
  }

  public void copyLocked(int from, int to) {
    if (!any) {
      return;
    }
    Long value = values.get(from);
    if (value != null) {
      values.put(to, value);
    } else {
      values.remove(to);
    }
  }
}
