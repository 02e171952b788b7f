package mm.core;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import mm.api.AddressRange;
import mm.api.Blocking;
import mm.api.IntervalSubscription;
import mm.api.InvalidationEvent;
import mm.api.MigrationOwner;
import mm.api.Rule;
import mm.core.CoreIntervalSubscription.Place;
import mm.core.interval.IntervalIndex;
import mm.spi.Answer;
import mm.spi.Declaration;
import mm.spi.IntervalNotifier;

/**
 * The interval subscriptions of one space and the writer's half of the collision-retry protocol
 * (Linux 99cb252f5e68, with the fix 319561669a59).
 *
 * <p><b>Algorithm notes.</b> {@code active} counts the running sections, {@code sequence} tells
 * whether one of them concerns a subscription:
 *
 * <pre>
 * active  sequence
 * 0       even      idle; the index may change
 * &gt;0      even      sections run that concern nobody; the index may change
 * &gt;0      odd       an epoch is open: the index is frozen, changes go to the deferred list
 * 0       odd       never
 * </pre>
 *
 * A subscription's own sequence is odd, written by its driver in {@code invalidate} under the
 * driver's lock. It equals {@code sequence} exactly while an epoch is open that hit it; that is
 * what readBegin waits for. What a reader gathered is valid if its subscription's sequence is
 * unchanged when it holds the driver's lock:
 *
 * <pre>
 * reader                         writer
 * readBegin -&gt; s
 *                                begin: sequence odd; invalidate: setSequence
 * read pages
 * lock; readRetry(s): changed -&gt; drop and start over
 *
 * readBegin -&gt; s
 * read pages
 * lock; readRetry(s): unchanged; publish; unlock
 *                                begin: invalidate takes the lock, removes what was published
 * </pre>
 *
 * The epoch closes when the last of its sections ends, also of those that concerned nobody.
 * Sections that were open when the first subscription came are not counted; readers wait for them
 * once ({@code uncounted}).
 */
final class Intervals {
  private final CoreSpace space;
  private final Callbacks callbacks;
  private final SectionRegistry sections;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition epochClosed = lock.newCondition();

  // Guarded by lock.
  private final IntervalIndex<CoreIntervalSubscription> index = new IntervalIndex<>();
  private final List<CoreIntervalSubscription> deferred = new ArrayList<>();
  private long sequence = 2;
  private int active;

  private volatile boolean inUse;
  private volatile GracePeriod uncounted;
  private volatile int subscriptions;
  private volatile int mayBlock;

  Intervals(CoreSpace space, Callbacks callbacks, SectionRegistry sections) {
    this.space = space;
    this.callbacks = callbacks;
    this.sections = sections;
  }

  /** Whether there ever was a subscription; then sections are counted. */
  boolean inUse() {
    return inUse;
  }

  boolean any() {
    return subscriptions > 0;
  }

  boolean anyMayBlock() {
    return mayBlock > 0;
  }

  /** Opens the section for intervals; false when a subscriber declined, nothing is open then. */
  boolean begin(ThreadSections thread, Section section) {
    long epoch;
    lock.lock();
    try {
      active++;
      section.countedByIntervals = true;
      index.forEachOverlap(section.start(), section.end(), section.hits::add);
      if (section.hits.size() > 0) {
        sequence |= 1;
      }
      epoch = sequence;
    } finally {
      lock.unlock();
    }
    boolean accepted = invalidateAll(thread, section, epoch);
    if (!accepted) {
      end(section);
    }
    return accepted;
  }

  private boolean invalidateAll(ThreadSections thread, Section section, long epoch) {
    IntervalHits hits = section.hits;
    try {
      for (int i = 0; i < hits.size(); i++) {
        if (callbacks.invalidate(thread, hits.get(i), section, epoch) == Answer.WOULD_BLOCK) {
          return false; // R2.3: nobody else is asked
        }
      }
      return true;
    } finally {
      hits.clear();
    }
  }

  /** Closes the section for intervals, if it was counted; the last one closes the epoch. */
  void end(Section section) {
    if (!section.countedByIntervals) {
      return;
    }
    section.countedByIntervals = false;
    lock.lock();
    try {
      if (--active == 0 && epochOpen()) {
        sequence++;
        applyDeferred();
        epochClosed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean epochOpen() {
    return (sequence & 1) != 0;
  }

  private void applyDeferred() {
    for (CoreIntervalSubscription each : deferred) {
      if (each.place == Place.AWAITING_INSERT) {
        toIndex(each);
      } else {
        index.remove(each.range().start(), each.range().end(), each);
        each.place = Place.OUT;
      }
    }
    deferred.clear();
  }

  private void toIndex(CoreIntervalSubscription subscription) {
    AddressRange range = subscription.range();
    index.insert(range.start(), range.end(), subscription);
    subscription.place = Place.INDEX;
  }

  IntervalSubscription insert(
      AddressRange range, IntervalNotifier notifier, Declaration declaration) {
    CoreIntervalSubscription added =
        new CoreIntervalSubscription(this, space, range, notifier, declaration);
    startCounting();
    lock.lock();
    try {
      place(added);
      count(added, 1);
    } finally {
      lock.unlock();
    }
    return added;
  }

  private void startCounting() {
    if (!inUse) {
      inUse = true;
      VarHandle.fullFence(); // pairs with the fence in ThreadSections.push
      uncounted = sections.capture(space);
    }
  }

  private void place(CoreIntervalSubscription added) {
    if (active == 0) {
      added.setSequence(sequence - 1);
      toIndex(added);
    } else if (epochOpen()) {
      added.setSequence(sequence);
      added.place = Place.AWAITING_INSERT;
      deferred.add(added);
    } else {
      // The running sections may concern the newcomer; nobody knows any more, so assume they do.
      sequence |= 1;
      added.setSequence(sequence);
      toIndex(added);
    }
  }

  private void count(CoreIntervalSubscription which, int change) {
    subscriptions += change;
    if (!which.neverBlocks()) {
      mayBlock += change;
    }
  }

  void remove(CoreIntervalSubscription gone) {
    ThreadSections thread = sections.current();
    thread.refuseInside(space, "close of interval " + gone.range() + " of " + gone.name());
    lock.lock();
    try {
      if (gone.place == Place.INDEX || gone.place == Place.AWAITING_INSERT) {
        count(gone, -1);
        removeLocked(gone);
      } else if (gone.place == Place.AWAITING_REMOVE) {
        awaitEpochEnd(sequence);
      }
    } finally {
      lock.unlock();
    }
  }

  private void removeLocked(CoreIntervalSubscription gone) {
    if (gone.place == Place.AWAITING_INSERT) {
      deferred.remove(gone);
      gone.place = Place.OUT;
    } else if (epochOpen()) {
      gone.place = Place.AWAITING_REMOVE;
      deferred.add(gone);
      awaitEpochEnd(sequence);
    } else {
      index.remove(gone.range().start(), gone.range().end(), gone);
      gone.place = Place.OUT;
    }
  }

  /** The sequence is compared under the lock: closing an epoch still walks the deferred list. */
  private void awaitEpochEnd(long epoch) {
    while (sequence == epoch) {
      epochClosed.awaitUninterruptibly();
    }
  }

  long readBegin(CoreIntervalSubscription reader, long timeoutNanos) {
    sections.current().refuseInCallback(Rule.R2_8, "readBegin of " + reader.name());
    long deadline = System.nanoTime() + timeoutNanos;
    GracePeriod before = uncounted;
    if (before != null) {
      if (!before.await(timeoutNanos)) {
        return IntervalSubscription.TIMED_OUT;
      }
      uncounted = null;
    }
    lock.lock();
    try {
      long seen = reader.lvSequence();
      return seen != sequence || awaitEpochEnd(seen, deadline)
          ? seen
          : IntervalSubscription.TIMED_OUT;
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitEpochEnd(long epoch, long deadline) {
    boolean interrupted = false;
    long left = deadline - System.nanoTime();
    while (sequence == epoch && left > 0) {
      try {
        left = Math.min(epochClosed.awaitNanos(left), deadline - System.nanoTime());
      } catch (InterruptedException e) {
        interrupted = true;
        left = deadline - System.nanoTime();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return sequence != epoch;
  }

  /** Tells every subscription that the space dies; they stay until closed. */
  void release(ThreadSections thread) {
    if (!inUse) {
      return;
    }
    Section section =
        thread.push(
            space,
            InvalidationEvent.RELEASE,
            0,
            AddressRange.TOP,
            Blocking.ALLOWED,
            MigrationOwner.NONE);
    begin(thread, section);
    end(section);
    thread.pop();
  }

  /** For tests and reports: the number of sections counted as running. */
  int active() {
    lock.lock();
    try {
      return active;
    } finally {
      lock.unlock();
    }
  }

  /** For tests and reports: the sequence, odd while an epoch is open. */
  long sequence() {
    lock.lock();
    try {
      return sequence;
    } finally {
      lock.unlock();
    }
  }
}
