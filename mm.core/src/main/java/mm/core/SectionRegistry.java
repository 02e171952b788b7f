package mm.core;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import mm.core.port.Waiting;

/**
 * The threads that open sections in this core.
 *
 * <p>Algorithm notes: a thread finds its sections in a table by its id, which costs a load and a
 * compare; ThreadLocal alone would cost more than the fence of a section. The table is a cache:
 * read and written without order, because an entry names its thread in a final field, and whoever
 * does not find itself (its place was taken by another, or it is virtual) asks the ThreadLocal. One
 * thread, the first that lives, is found in front of the table: where one does most of the work,
 * its sections wait for one load instead of three. It is compared with a field of this object and
 * not with one of its sections: those it writes all the time, and each look of another thread would
 * take the cache line away from it. The two fields change only while their thread is not alive, so
 * a thread that finds itself in the one has its sections in the other.
 */
final class SectionRegistry {
  private static final int CACHE = 1024;

  private final ThreadSections[] cache = new ThreadSections[CACHE];
  private Thread firstThread; // both written under this
  private ThreadSections first;
  private final Slots slots = new Slots();
  private final Set<ThreadSections> platform = ConcurrentHashMap.newKeySet();

  /**
   * A weak reference to the thread's sections, which {@link #platform} keeps; for virtual threads
   * the sections themselves. A strong value would reach its own key, so that a core could never be
   * freed while a thread lives that used it.
   */
  private final ThreadLocal<Object> current = new ThreadLocal<>();

  /** The calling thread's sections. */
  ThreadSections current() {
    return firstThread == Thread.currentThread() ? first : cached();
  }

  private ThreadSections cached() {
    Thread me = Thread.currentThread();
    ThreadSections cached = cache[place(me)];
    return cached != null && cached.thread == me ? cached : registered(me);
  }

  private static int place(Thread thread) {
    return (int) thread.getId() & CACHE - 1;
  }

  private ThreadSections registered(Thread me) {
    Object known = current.get();
    ThreadSections mine =
        known instanceof WeakReference<?> weak
            ? (ThreadSections) weak.get()
            : (ThreadSections) known;
    return mine == null ? register(me) : mine;
  }

  private ThreadSections register(Thread me) {
    ThreadSections mine = new ThreadSections(me, slots);
    if (Virtual.is(me)) {
      current.set(mine);
      return mine;
    }
    forgetDead();
    platform.add(mine);
    becomeFirst(mine);
    current.set(new WeakReference<>(mine));
    ThreadSections cached = cache[place(me)];
    if (cached == null || !cached.thread.isAlive()) {
      cache[place(me)] = mine;
    }
    return mine;
  }

  private synchronized void becomeFirst(ThreadSections mine) {
    if (first == null) {
      first = mine;
      firstThread = mine.thread;
    }
  }

  /**
   * A thread that has died may hold on to what it ran (since JDK 19), and so to a driver's classes.
   * Not for whoever comes: it looks at every thread.
   */
  void forgetDead() {
    for (ThreadSections each : platform) {
      if (!each.thread.isAlive() && platform.remove(each)) {
        slots.forget(each);
        forgetCached(each);
      }
    }
  }

  private void forgetCached(ThreadSections dead) {
    int place = place(dead.thread);
    if (cache[place] == dead) {
      cache[place] = null;
    }
    loseFirst(dead);
  }

  private synchronized void loseFirst(ThreadSections dead) {
    if (first == dead) {
      firstThread = null;
      first = null;
    }
  }

  /**
   * The announced sections of a space that are open now. The caller has written what those sections
   * must not be mixed up with, and a full fence, before.
   */
  GracePeriod capture(CoreSpace space) {
    GracePeriod grace = new GracePeriod(space);
    slots.forEach(each -> each.captureInto(grace, space));
    return grace;
  }

  /** The threads that have a section open, as far as sections are announced. */
  List<String> busy() {
    List<String> names = new ArrayList<>();
    slots.forEach(
        each -> {
          if (each.hasOpen()) {
            names.add(Waiting.nameOf(each.thread));
          }
        });
    return names;
  }

  /** Waits until no search is left in an index whose writer has announced itself. */
  void awaitSearches(long spaceId) {
    slots.forEach(each -> awaitSearch(each, spaceId));
  }

  private static void awaitSearch(ThreadSections each, long spaceId) {
    for (int spins = 0; each.searches(spaceId); spins++) {
      Spin.pause(spins);
    }
  }
}
