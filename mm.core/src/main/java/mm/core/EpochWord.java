package mm.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What sections and subscriptions of a space's intervals agree on, in one word: how many sections
 * run, the sequence, and three flags. Every change is one atomic update. What it all means is
 * explained in {@link Intervals}, which is one of these to save the way to another object.
 */
abstract class EpochWord {
  private static final long ACTIVE = 1;
  private static final long ACTIVE_MASK = (1 << 23) - 1;
  private static final long SLOW_READS = 1 << 23;
  private static final long WRITER = 1 << 24;
  private static final long ATTENTION = 1 << 25;
  private static final int SEQUENCE_SHIFT = 26;
  private static final long SEQUENCE = 1 << SEQUENCE_SHIFT;
  private static final long FIRST = 2;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(EpochWord.class, "state", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("unused") // through STATE
  private long state = FIRST << SEQUENCE_SHIFT;

  final long lvState() {
    return (long) STATE.getVolatile(this);
  }

  private boolean casState(long seen, long wanted) {
    return STATE.compareAndSet(this, seen, wanted);
  }

  static long sequence(long state) {
    return state >>> SEQUENCE_SHIFT;
  }

  static boolean epochOpen(long state) {
    return (state & SEQUENCE) != 0;
  }

  /** Whether a reader has more to look at than the sequence. */
  static boolean readsSlowly(long state) {
    return (state & SLOW_READS) != 0;
  }

  final void setSlowReads() {
    STATE.getAndBitwiseOr(this, SLOW_READS);
  }

  final void clearSlowReads() {
    STATE.getAndBitwiseAnd(this, ~SLOW_READS);
  }

  /** Counts a section that has announced its search; false when it has to wait for a writer. */
  final boolean enter() {
    return ((long) STATE.getAndAdd(this, ACTIVE) & WRITER) == 0;
  }

  /** Whether a writer has the index. */
  final boolean written() {
    return (lvState() & WRITER) != 0;
  }

  /** The same, ordered with the writer: an update, even if it changes nothing. */
  final boolean stillWritten() {
    return ((long) STATE.getAndAdd(this, 0L) & WRITER) != 0;
  }

  /** Opens the epoch if none is open; its sequence. */
  final long openEpoch() {
    while (true) {
      long seen = lvState();
      if (epochOpen(seen)) {
        return sequence(seen);
      }
      if (casState(seen, seen + SEQUENCE)) {
        return sequence(seen) + 1;
      }
    }
  }

  /** Ends a section; false when it would close an epoch that somebody waits for. */
  final boolean tryLeave() {
    while (true) {
      long seen = lvState();
      boolean last = isLastOfEpoch(seen);
      if (last && (seen & ATTENTION) != 0) {
        return false;
      }
      if (casState(seen, seen - ACTIVE + (last ? SEQUENCE : 0))) {
        return true;
      }
    }
  }

  private static boolean isLastOfEpoch(long state) {
    return (state & ACTIVE_MASK) == ACTIVE && epochOpen(state);
  }

  /**
   * Ends a section, with the lock held. True when that closed the epoch; then the searches are kept
   * out until {@link #clearWriter}.
   */
  final boolean leaveLocked() {
    long seen = lvState();
    while (!casState(seen, left(seen))) {
      seen = lvState();
    }
    return isLastOfEpoch(seen);
  }

  private static long left(long seen) {
    return isLastOfEpoch(seen) ? (seen - ACTIVE + SEQUENCE | WRITER) & ~ATTENTION : seen - ACTIVE;
  }

  /**
   * Announces a writer, who holds the lock. False when an epoch is open instead; then ATTENTION is
   * set, so that its closer takes the lock.
   */
  final boolean setWriterOrAttention() {
    while (true) {
      long seen = lvState();
      boolean open = epochOpen(seen);
      if (casState(seen, seen | (open ? ATTENTION : WRITER))) {
        return !open;
      }
    }
  }

  final void clearWriter() {
    STATE.getAndBitwiseAnd(this, ~WRITER);
  }

  /**
   * The writer has put somebody in and gives the index back. The running sections may concern the
   * newcomer; nobody knows any more, so assume they do.
   */
  final void publish(CoreIntervalSubscription added) {
    while (true) {
      long seen = lvState();
      boolean idle = (seen & ACTIVE_MASK) == 0;
      added.setSequence(idle ? sequence(seen) - 1 : sequence(seen) + 1);
      if (casState(seen, (idle ? seen : seen + SEQUENCE) & ~WRITER)) {
        return;
      }
    }
  }

  /** Whether an epoch is open, with the lock held; if so its closer takes the lock. */
  final boolean isOpenWithAttention(long epoch) {
    while (true) {
      long seen = lvState();
      if (sequence(seen) != epoch) {
        return false;
      }
      if (casState(seen, seen | ATTENTION)) {
        return true;
      }
    }
  }
}
