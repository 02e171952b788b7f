package mm.spi;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A lock that may be held for long. Taking it waits, so in a section that forbids waiting only
 * {@link #tryLock} is allowed. Not re-entrant.
 *
 * <p><b>Happens-before:</b> an unlock happens-before the next lock.
 */
@ProviderType
public interface Mutex {
  /**
   * Takes the mutex, waiting as long as necessary. In a section that forbids waiting this is a
   * violation of R1.1, also when the mutex happens to be free.
   *
   * @throws IllegalStateException when this thread holds it
   */
  void lock();

  /**
   * Takes the mutex if it is free.
   *
   * @return true when this thread holds it now
   */
  boolean tryLock();

  /**
   * Gives the mutex back.
   *
   * @throws IllegalStateException when this thread does not hold it
   */
  void unlock();
}
