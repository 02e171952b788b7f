package mm.core;

/**
 * The threads that open sections in this core.
 *
 * <p>Algorithm notes: a thread finds its sections in a table by its id, which costs a load and a
 * compare; ThreadLocal alone would cost more than the fence of a section. The table is a cache:
 * read and written without order, because an entry names its thread in a final field, and whoever
 * does not find itself (its place was taken by another, or it is virtual) asks the ThreadLocal.
 */
final class SectionRegistry {
  private static final int CACHE = 1024;

  private final ThreadSections[] cache = new ThreadSections[CACHE];
  private final Slots slots = new Slots();
  private final ThreadLocal<ThreadSections> current = ThreadLocal.withInitial(this::register);

  /** The calling thread's sections. */
  ThreadSections current() {
    Thread me = Thread.currentThread();
    ThreadSections cached = cache[place(me)];
    return cached != null && cached.thread == me ? cached : current.get();
  }

  private static int place(Thread thread) {
    return (int) thread.getId() & CACHE - 1;
  }

  private ThreadSections register() {
    Thread me = Thread.currentThread();
    ThreadSections mine = new ThreadSections(me, slots);
    ThreadSections cached = cache[place(me)];
    if (!Virtual.is(me) && (cached == null || !cached.thread.isAlive())) {
      cache[place(me)] = mine;
    }
    return mine;
  }

  /** The sections that a stamp belongs to, if these are the calling thread's; else null. */
  ThreadSections ofStamp(long stamp) {
    ThreadSections sections = slots.at((int) stamp & (1 << ThreadSections.SLOT_BITS) - 1);
    return sections != null && sections.thread == Thread.currentThread() ? sections : null;
  }

  /**
   * The announced sections of a space that are open now. The caller has written what those sections
   * must not be mixed up with, and a full fence, before.
   */
  GracePeriod capture(CoreSpace space) {
    GracePeriod grace = new GracePeriod();
    slots.forEach(each -> each.captureInto(grace, space));
    return grace;
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
