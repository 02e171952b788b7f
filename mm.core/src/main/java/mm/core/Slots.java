package mm.core;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * Where the threads that have sections are found: by number, since a stamp carries it, and all of
 * them, since a grace period looks at all.
 *
 * <p>The first threads own a slot each until they die. Virtual threads and whoever comes when all
 * owned slots are taken share the others: they enter one for as long as they have a section open.
 * That costs them two atomic updates more per section, and keeps a million threads from making
 * every grace period look at a million slots.
 *
 * <p>Algorithm notes: a slot changes hands only while its thread has no section open, so a reader
 * that finds somebody else there has nothing to wait for. Entering is an atomic update, hence a
 * full fence before the section's first read, like any other push.
 */
final class Slots {
  static final int NONE = -1;

  private static final int OWNED = 256;
  private static final int SHARED = 4096;

  /** All of them; {@link ThreadSections#SLOT_BITS} have to be able to tell each. */
  static final int COUNT = OWNED + SHARED;

  private static final int PROBES_BEFORE_YIELD = SHARED;

  private final AtomicReferenceArray<ThreadSections> table = new AtomicReferenceArray<>(COUNT);

  /** One past the highest slot that was ever used among the owned, and among all. */
  private volatile int ownedEnd;

  private volatile int end = OWNED;

  int enter(ThreadSections sections) {
    int owned = Virtual.is(sections.thread) ? NONE : enterOwned(sections);
    return owned != NONE ? owned : enterShared(sections);
  }

  private synchronized int enterOwned(ThreadSections sections) {
    for (int i = 0; i < OWNED; i++) {
      ThreadSections present = table.get(i);
      if (present == null || !present.thread.isAlive() && !present.hasOpen()) {
        table.set(i, sections);
        ownedEnd = Math.max(ownedEnd, i + 1);
        return i;
      }
    }
    return NONE;
  }

  private int enterShared(ThreadSections sections) {
    int start = System.identityHashCode(sections);
    for (int probe = 0; ; probe++) {
      int slot = OWNED + ((start + probe) & (SHARED - 1));
      if (table.get(slot) == null && table.compareAndSet(slot, null, sections)) {
        reach(slot + 1);
        return slot;
      }
      if (probe >= PROBES_BEFORE_YIELD) {
        Thread.yield(); // as many sections are open as there are slots
      }
    }
  }

  private void reach(int newEnd) {
    if (end < newEnd) {
      synchronized (this) {
        end = Math.max(end, newEnd);
      }
    }
  }

  void leave(int slot) {
    table.set(slot, null);
  }

  /** Empties the slot of a thread that has died, unless it has a section open. */
  synchronized void forget(ThreadSections dead) {
    for (int i = 0; i < ownedEnd; i++) {
      if (!dead.hasOpen() && table.compareAndSet(i, dead, null)) {
        return;
      }
    }
  }

  boolean isShared(int slot) {
    return slot >= OWNED;
  }

  void forEach(Consumer<ThreadSections> action) {
    visit(0, ownedEnd, action);
    visit(OWNED, end, action);
  }

  private void visit(int from, int to, Consumer<ThreadSections> action) {
    for (int i = from; i < to; i++) {
      ThreadSections present = table.get(i);
      if (present != null) {
        action.accept(present);
      }
    }
  }
}
