package mm.core.port;

import java.util.List;
import java.util.function.Supplier;
import mm.api.Wait;
import mm.spi.MayAllocate;

/** Is told what drivers do that the contract has rules about, before it happens. */
public interface WaitGuard {
  /**
   * The calling thread is about to call something that waits, whether or not it will have to
   * (R1.1).
   *
   * @param port kind and name of the port
   */
  void aboutToWait(String port);

  /**
   * The calling thread is about to look a page up, which may wait for invalidations and may
   * allocate (R1.6, R1.7, R1.9).
   *
   * @param driver whose page source
   * @param allocation what it declares
   */
  void aboutToFault(String driver, MayAllocate allocation);

  /**
   * The calling thread has taken a lock (R1.9).
   *
   * @param lock kind and name; all locks of one name count as one
   * @param kind whether waiting under it is forbidden
   */
  void locked(String lock, LockKind kind);

  /**
   * The calling thread is about to give a lock back.
   *
   * @param lock kind and name
   * @param kind as when it was taken
   */
  void unlocked(String lock, LockKind kind);

  /**
   * The calling thread has to wait, having found a port taken. Pairs with {@link WaitBoard#over}.
   *
   * @param port kind and name of the port
   * @param needs which of the holders have to go on
   * @param holders looks up who they are; called by other threads, must not wait
   * @return what shows that it waits
   */
  Waiting waits(String port, Wait.Needs needs, Supplier<List<String>> holders);

  /**
   * The threads that have a section open, in whatever space.
   *
   * @return their names, as {@link Waiting#nameOf(Thread)} has them
   */
  List<String> inSections();

  /**
   * Where those stand that wait.
   *
   * @return the board of all ports
   */
  WaitBoard board();

  /** Kinds of locks. */
  enum LockKind {
    /** A leaf: nothing is waited for under it. */
    SPIN,
    /** May be held for long. */
    MUTEX
  }
}
