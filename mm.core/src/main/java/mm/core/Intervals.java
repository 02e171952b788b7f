package mm.core;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
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
 * reader                         section
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
 * The epoch closes when the last of the running sections ends, also of those that concerned nobody.
 *
 * <p><b>Without a lock.</b> Both counts and the flags are one word, see {@link EpochWord}. A
 * section costs one fetch-and-add at its begin, one compare-and-set at its end, and one more where
 * it opens the epoch; it searches the index under no lock, so sections of two threads do not wait
 * for each other. Against the writers of the index, which hold {@code lock}:
 *
 * <pre>
 * section                        insert, remove, while the sequence is even
 * searching = id                 state |= WRITER
 * active + 1, atomically         waits until nobody is searching
 * WRITER set: not searching,     sequence odd by now: clears WRITER and defers
 *   waits, begins again          changes the index
 * searches                       clears WRITER
 * hit: sequence odd
 * searching = 0
 * </pre>
 *
 * Both sides update the word atomically, the section after it wrote {@code searching}, the writer
 * before it reads that. Updates of one variable have an order: if the section's is the first, the
 * writer sees the searcher, else the section sees WRITER. No fence is needed beside them; a section
 * that looks again must update again, even if it changes nothing. A section stays a searcher until
 * it made the sequence odd, so a writer that finds the sequence even afterwards knows that nobody
 * holds a hit. Whoever needs the closer of an epoch (deferred changes, waiting readers) sets
 * ATTENTION, with the lock held and the sequence odd; then the closer takes the lock. Sections wait
 * for writers and writers for searches only, both for the time of a search or of one change.
 *
 * <p>Rejected: the search under the lock, as in Linux (two threads are slower in total than one);
 * validating the search by a sequence (it starves beside a writer that does not pause); an epoch
 * for every section (closing a subscription would wait for sections elsewhere).
 *
 * <p>Sections that were open when the first subscription came are not counted; readers wait for
 * them once ({@code uncounted}), which is one of the reasons for SLOW_READS; that guards want to
 * know of every reader is the other.
 */
final class Intervals extends EpochWord {
  private final CoreSpace space;
  private final long id;
  private final Callbacks callbacks;
  private final SectionRegistry sections;
  private final ReentrantLock lock = new ReentrantLock();
  private final EpochWaits waits;

  /** Changed under the lock with WRITER set, read by searches. */
  private final IntervalIndex<CoreIntervalSubscription> index = new IntervalIndex<>();

  private final List<CoreIntervalSubscription> deferred = new ArrayList<>(); // guarded by lock

  private volatile boolean inUse;
  private GracePeriod uncounted; // written before the first subscription is returned
  private volatile int subscriptions;
  private volatile int mayBlock;

  private long lookedAt; // the epoch that the watchdog saw last, and when it saw it first
  private long firstLook;

  Intervals(CoreSpace space, Callbacks callbacks, SectionRegistry sections) {
    this.space = space;
    id = space.id();
    this.callbacks = callbacks;
    this.sections = sections;
    waits = new EpochWaits(this, space, sections, lock.newCondition());
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

  /**
   * Opens the section for intervals, with a full fence at its start; false when a subscriber
   * declined, nothing is open then.
   */
  boolean begin(ThreadSections thread, Section section) {
    thread.startSearch(id);
    if (!enter()) {
      awaitWriter(thread);
    }
    section.countedByIntervals = true;
    index.forEachOverlap(section.start(), section.end(), section.hits);
    if (section.hits.size() == 0) {
      thread.endSearch();
      return true;
    }
    long epoch = openEpoch();
    thread.endSearch();
    boolean accepted = invalidateAll(thread, section, epoch);
    if (!accepted) {
      end(section);
    }
    return accepted;
  }

  private void awaitWriter(ThreadSections thread) {
    do {
      thread.endSearch();
      for (int spins = 0; written(); spins++) {
        Spin.pause(spins);
      }
      thread.startSearch(id);
    } while (stillWritten());
  }

  private boolean invalidateAll(ThreadSections thread, Section section, long epoch) {
    IntervalHits hits = section.hits;
    boolean accepted = true;
    thread.enterPhase(ThreadSections.INVALIDATIONS);
    for (int i = 0; i < hits.size() && accepted; i++) {
      section.calling = i;
      accepted = callbacks.invalidate(thread, hits.get(i), section, epoch) == Answer.DONE; // R2.3
    }
    thread.leaveCallbacks();
    hits.clear();
    return accepted;
  }

  /** Closes the section for intervals, if it was counted; the last one closes the epoch. */
  void end(Section section) {
    if (!section.countedByIntervals) {
      return;
    }
    section.countedByIntervals = false;
    if (!tryLeave()) {
      endWithAttention();
    }
  }

  /** Ends a section that may close an epoch for which somebody waits. */
  private void endWithAttention() {
    lock.lock();
    try {
      if (leaveLocked()) {
        applyDeferred();
        waits.closed();
      }
    } finally {
      lock.unlock();
    }
  }

  private void applyDeferred() {
    for (CoreIntervalSubscription each : deferred) {
      AddressRange range = each.range();
      if (each.place == Place.AWAITING_INSERT) {
        index.insert(range.start(), range.end(), each);
        each.place = Place.INDEX;
      } else {
        index.remove(range.start(), range.end(), each);
        each.place = Place.OUT;
      }
    }
    deferred.clear();
    clearWriter();
  }

  /**
   * Gets the index for the caller, who holds the lock: it is the writer and nobody searches. False
   * when an epoch is open instead, whose closer takes the lock.
   */
  private boolean tryWrite() {
    while (setWriterOrAttention()) {
      sections.awaitSearches(id);
      if (!epochOpen(lvState())) {
        return true;
      }
      clearWriter(); // one of the searches had a hit
    }
    return false;
  }

  IntervalSubscription insert(
      AddressRange range, IntervalNotifier notifier, Declaration declaration) {
    CoreIntervalSubscription added =
        new CoreIntervalSubscription(this, space, range, notifier, declaration);
    startCounting();
    lock.lock();
    try {
      if (tryWrite()) {
        index.insert(range.start(), range.end(), added);
        added.place = Place.INDEX;
        publish(added);
      } else {
        added.setSequence(sequence(lvState()));
        added.place = Place.AWAITING_INSERT;
        deferred.add(added);
      }
      count(added, 1);
    } finally {
      lock.unlock();
    }
    return added;
  }

  private void startCounting() {
    if (!inUse) {
      inUse = true;
      space.lookForSilence();
      VarHandle.fullFence(); // pairs with the fence between push and the next read of inUse
      uncounted = space.captureUncounted();
      setSlowReads();
    }
  }

  private void count(CoreIntervalSubscription which, int change) {
    subscriptions += change;
    if (!which.neverBlocks()) {
      mayBlock += change;
    }
  }

  void remove(CoreIntervalSubscription gone) {
    space.refuseInside("close of interval " + gone.range() + " of " + gone.name());
    space.mayWaitForInvalidations("close of an interval subscription");
    lock.lock();
    try {
      if (gone.place == Place.INDEX || gone.place == Place.AWAITING_INSERT) {
        count(gone, -1);
        removeLocked(gone);
      }
      if (gone.place == Place.AWAITING_REMOVE) {
        waits.awaitRemoved(gone);
      }
    } finally {
      lock.unlock();
    }
  }

  private void removeLocked(CoreIntervalSubscription gone) {
    if (gone.place == Place.AWAITING_INSERT) {
      deferred.remove(gone);
      gone.place = Place.OUT;
    } else if (tryWrite()) {
      index.remove(gone.range().start(), gone.range().end(), gone);
      gone.place = Place.OUT;
      clearWriter();
    } else {
      gone.place = Place.AWAITING_REMOVE;
      deferred.add(gone);
    }
  }

  long readBegin(CoreIntervalSubscription reader, long timeoutNanos) {
    long seen = reader.laSequence();
    long now = lvState();
    return seen != sequence(now) && !readsSlowly(now)
        ? seen
        : readBeginSlowly(reader, timeoutNanos);
  }

  private long readBeginSlowly(CoreIntervalSubscription reader, long timeoutNanos) {
    space.mayWaitForInvalidations("readBegin");
    long seen = reader.laSequence();
    if (seen != sequence(lvState()) && uncounted == null) {
      return seen;
    }
    sections.current().refuseInCallback(Rule.R2_8, "readBegin of " + reader.name(), space);
    long deadline = System.nanoTime() + timeoutNanos;
    return awaitUncounted(reader, timeoutNanos)
        ? awaitEpochEnd(reader, deadline)
        : IntervalSubscription.TIMED_OUT;
  }

  private boolean awaitUncounted(CoreIntervalSubscription reader, long timeoutNanos) {
    GracePeriod before = uncounted;
    boolean over = before == null || before.await(reader.name(), "read an interval", timeoutNanos);
    if (over) {
      uncounted = null;
      if (!space.guarded()) {
        clearSlowReads();
      }
    }
    return over;
  }

  private long awaitEpochEnd(CoreIntervalSubscription reader, long deadline) {
    lock.lock();
    try {
      long seen = reader.laSequence();
      return waits.awaitEnd(reader, seen, deadline) ? seen : IntervalSubscription.TIMED_OUT;
    } finally {
      lock.unlock();
    }
  }

  /**
   * How long the epoch that is open has been open, as far as earlier calls saw it; -1 when none is.
   * Sections are not made to read the clock for it. Called by one thread at a time.
   */
  long epochAge(long nowNanos) {
    long seen = lvState();
    if (!epochOpen(seen)) {
      return -1;
    }
    if (sequence(seen) != lookedAt) {
      lookedAt = sequence(seen);
      firstLook = nowNanos;
    }
    return nowNanos - firstLook;
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
    thread.pop(section);
  }
}
