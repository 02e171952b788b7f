package mm.report;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The steps of a run so far: the first ones, which mostly set up what the others need, and the last
 * ones. What lies between is counted and forgotten, so that a run of any length needs little
 * memory; but for the last swaps of drivers, which are rare, and may be what it is about.
 *
 * <p><b>Concurrency.</b> May be written to by several threads; the order is that of writing. Of
 * steps that several threads do at once that is not always the order in which they take effect:
 * those are begun and ended, and the log keeps when, in ticks of its clock, so that it stays known
 * which of them was over before which other began.
 */
public final class ScriptLog {
  private static final int SWAPS = 64;

  private final int first;
  private final int last;
  private final AtomicLong clock;
  private final List<Begun> head = new ArrayList<>(); // guarded by this, as what follows
  private final Deque<Begun> swaps = new ArrayDeque<>();
  private final Deque<Begun> tail = new ArrayDeque<>();
  private long missing;
  private long noticed;

  /**
   * Begins an empty log with a clock of its own.
   *
   * @param first how many of the first steps are kept
   * @param last how many of the last
   */
  public ScriptLog(int first, int last) {
    this(first, last, new AtomicLong());
  }

  /**
   * Begins an empty log.
   *
   * @param first how many of the first steps are kept
   * @param last how many of the last
   * @param clock counts when steps begin and are over; other logs may use it too
   */
  public ScriptLog(int first, int last, AtomicLong clock) {
    this.first = first;
    this.last = last;
    this.clock = clock;
  }

  /** A step of the log, of which it may be known when it was done. */
  public final class Begun {
    private final ScriptStep step;
    private final long began; // 0: nobody knows
    private volatile long over; // 0: it goes on

    private Begun(ScriptStep step, long began) {
      this.step = step;
      this.began = began;
    }

    /** It is over; called once, by whoever has done it. */
    public void over() {
      over = clock.incrementAndGet();
    }

    private ScriptStep timed() {
      return began == 0 ? step : step.during(began, over);
    }
  }

  /**
   * Adds a step of which it is not known when it is over; for runs of one thread.
   *
   * @param step what was done, or is about to be
   */
  public void add(ScriptStep step) {
    add(new Begun(step, 0));
  }

  /**
   * Adds a step that begins now.
   *
   * @param step what is about to be done
   * @return to tell when it is over
   */
  public Begun begin(ScriptStep step) {
    return begin(step, clock.incrementAndGet());
  }

  /**
   * Adds a step that began before it is written down here.
   *
   * @param step what is being done
   * @param began what the clock counted when it began, at least 1
   * @return to tell when it is over
   */
  public Begun begin(ScriptStep step, long began) {
    Begun begun = new Begun(step, began);
    add(begun);
    return begun;
  }

  private synchronized void add(Begun begun) {
    if (head.size() < first) {
      head.add(begun);
      return;
    }
    tail.add(begun);
    if (tail.size() > last) {
      fallOut(tail.remove());
    }
  }

  private void fallOut(Begun begun) {
    if (begun.step.isSwap()) {
      swaps.add(begun);
    } else {
      missing++;
    }
    if (swaps.size() > SWAPS) {
      swaps.remove();
      missing++;
    }
  }

  /** What the log is kept for is noticed now; what begins later has not led to it. */
  public synchronized void notice() {
    noticed = clock.incrementAndGet();
  }

  /**
   * When that was.
   *
   * @return in ticks of the clock; 0 when nothing was noticed, or when nothing was timed
   */
  public synchronized long noticed() {
    return noticed;
  }

  /** Forgets everything. */
  public synchronized void clear() {
    head.clear();
    swaps.clear();
    tail.clear();
    missing = 0;
    noticed = 0;
  }

  /**
   * The steps that are kept.
   *
   * @return a new list, in order; those that were begun say when
   */
  public synchronized List<ScriptStep> steps() {
    List<ScriptStep> all = new ArrayList<>();
    head.forEach(each -> all.add(each.timed()));
    swaps.forEach(each -> all.add(each.timed()));
    tail.forEach(each -> all.add(each.timed()));
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
