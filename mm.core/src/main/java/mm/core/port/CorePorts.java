package mm.core.port;

import java.util.function.Consumer;
import mm.spi.Mutex;
import mm.spi.SpinLock;
import mm.spi.WaitQueue;

/** Makes ports. */
public final class CorePorts {
  private final WaitGuard guard;

  /**
   * Makes the factory.
   *
   * @param guard is told of every wait
   */
  public CorePorts(WaitGuard guard) {
    this.guard = guard;
  }

  /**
   * Who is told of waits.
   *
   * @return the guard of all ports made here
   */
  public WaitGuard guard() {
    return guard;
  }

  /**
   * A spin lock.
   *
   * @param name for messages
   * @return a new lock
   */
  public SpinLock spinLock(String name) {
    return new CoreSpinLock(name, guard);
  }

  /**
   * A mutex.
   *
   * @param name for messages
   * @return a new mutex
   */
  public Mutex mutex(String name) {
    return new CoreMutex(name, guard);
  }

  /**
   * A wait queue.
   *
   * @param name for messages
   * @return a new queue
   */
  public WaitQueue waitQueue(String name) {
    return new CoreWaitQueue(name, guard);
  }

  /**
   * A worker.
   *
   * @param name for messages and its thread
   * @param failures is given what a task throws
   * @return a new worker without a thread
   */
  public CoreWorker worker(String name, Consumer<Throwable> failures) {
    return new CoreWorker(name, guard, failures);
  }
}
