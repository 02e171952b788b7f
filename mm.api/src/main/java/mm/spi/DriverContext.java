package mm.spi;

import mm.api.AddressSpace;
import mm.api.IntervalSubscription;
import mm.api.SharedSubscription;
import mm.api.Subscription;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Everything a driver may use in one space. Valid from {@code attach} until {@link Device#detach}
 * has returned; all methods may be called from any thread.
 */
@ProviderType
public interface DriverContext {
  /**
   * The space, for its name, its queries and comparison; a driver opens no sections (R1.6).
   *
   * @return the space
   */
  AddressSpace space();

  /**
   * The pages of the space. Until every section that was open when this driver subscribed has ended
   * this source answers BUSY after a bounded wait (R4.2), so a driver that makes translations only
   * from what it gets here keeps the rule without doing anything.
   *
   * @return the source
   */
  PageSource pages();

  /**
   * Subscribes a list notifier, declared as the driver is.
   *
   * @param notifier an instance of one of the classes in {@link DriverInfo#notifiers()}
   * @return the subscription; the engine closes it at detach if the driver has not
   * @throws mm.api.ContractException R6.10 when the class was not declared; else as {@link
   *     AddressSpace#subscribe(Notifier, Declaration)}
   */
  Subscription subscribe(Notifier notifier);

  /**
   * Subscribes an interval notifier, declared as the driver is.
   *
   * @param start first address of interest, page aligned
   * @param end first address after it
   * @param notifier an instance of one of the classes in {@link DriverInfo#notifiers()}
   * @return the subscription; the engine closes it at detach if the driver has not
   * @throws mm.api.ContractException R6.10 when the class was not declared; else as {@link
   *     AddressSpace#subscribe(long, long, IntervalNotifier, Declaration)}
   */
  IntervalSubscription subscribe(long start, long end, IntervalNotifier notifier);

  /**
   * Shares one list notifier, declared as the driver is, among the users of a family in this space:
   * the first reference makes and subscribes it, the last one that is given back unsubscribes it
   * (Linux {@code mmu_notifier_get} and {@code put}). Each time it is subscribed anew, {@link
   * #pages()} waits for the sections open by then (R4.2).
   *
   * @param family who makes the notifier; its declaration is the driver's
   * @param <N> the notifier's type
   * @return a reference; the engine gives it back at detach if the driver has not
   * @throws mm.api.ContractException R6.10 when the notifier's class was not declared; else as
   *     {@link AddressSpace#acquire}
   */
  default <N extends Notifier> SharedSubscription<N> acquire(NotifierFamily<N> family) {
    return space().acquire(family);
  }

  /**
   * A new spin lock.
   *
   * @param name for messages
   * @return the lock
   */
  SpinLock spinLock(String name);

  /**
   * A new mutex.
   *
   * @param name for messages
   * @return the mutex
   */
  Mutex mutex(String name);

  /**
   * A new wait queue.
   *
   * @param name for messages
   * @return the queue
   */
  WaitQueue waitQueue(String name);

  /**
   * A new worker, with one thread of its own while it has something to do.
   *
   * @param name for messages and the thread
   * @return the worker
   */
  Worker worker(String name);

  /**
   * The time.
   *
   * @return nanoseconds from an arbitrary origin, never going back
   */
  long nanoTime();

  /**
   * A setting that whoever runs the engine made for this driver, {@link
   * mm.api.CoreOptions#driverOptions}. A driver asks for each option that it knows while it
   * attaches; one that was set and not asked for by then refuses the attachment (R6.12), so that a
   * misspelt option is not passed over. Without an engine's settings every option is absent.
   *
   * <p>A value that the driver does not know is refused by an {@link IllegalArgumentException} that
   * names the values there are. Never waits.
   *
   * @param name the option's name, without the driver's id
   * @param otherwise what holds when it was not set
   * @return the value
   */
  default String option(String name, String otherwise) {
    return otherwise;
  }
}
