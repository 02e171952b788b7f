package mm.report;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The steps of a run so far: the first ones, which mostly set up what the others need, and the last
 * ones. What lies between is counted and forgotten, so that a run of any length needs little
 * memory.
 *
 * <p><b>Concurrency.</b> May be written to by several threads; the order is that of writing.
 */
public final class ScriptLog {
  private final int first;
  private final int last;
  private final List<ScriptStep> head = new ArrayList<>();
  private final Deque<ScriptStep> tail = new ArrayDeque<>();
  private long missing;

  /**
   * Begins an empty log.
   *
   * @param first how many of the first steps are kept
   * @param last how many of the last
   */
  public ScriptLog(int first, int last) {
    this.first = first;
    this.last = last;
  }

  /**
   * Adds a step.
   *
   * @param step what was done, or is about to be
   */
  public synchronized void add(ScriptStep step) {
    if (head.size() < first) {
      head.add(step);
      return;
    }
    tail.add(step);
    if (tail.size() > last) {
      tail.remove();
      missing++;
    }
  }

  /** Forgets everything. */
  public synchronized void clear() {
    head.clear();
    tail.clear();
    missing = 0;
  }

  /**
   * The steps that are kept.
   *
   * @return a new list, in order
   */
  public synchronized List<ScriptStep> steps() {
    List<ScriptStep> all = new ArrayList<>(head);
    all.addAll(tail);
    return all;
  }

  /**
   * How many steps were forgotten.
   *
   * @return at least 0
   */
  public synchronized long missing() {
    return missing;
  }
}
