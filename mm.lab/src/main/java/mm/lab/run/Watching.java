package mm.lab.run;

/**
 * What hears of the waits, locks and page look-ups of drivers, before they happen: the guards of
 * the engine (R1.1, R1.6, R1.7, R1.9), or those that the reference dispatcher has instead.
 */
interface Watching {
  /** The thread is about to call something that waits. */
  void aboutToWait(Rig rig, String what);

  /** The thread is about to look a page up, or to allocate. */
  void aboutToLookUp(Rig rig);

  /** The thread is about to allocate in a callback. */
  void aboutToAllocate(Rig rig);

  /** The thread has taken a lock. */
  void locked(String name);

  /** The thread, which has taken it, gives a lock back. */
  void unlocked(String name);

  /** The thread is about to begin a read, or to close a subscription. */
  void aboutToAwaitInvalidations();
}
