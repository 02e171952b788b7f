package mm.spi;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A lock for a few instructions: a leaf, under which nothing is waited for. Allowed in every
 * callback. Not re-entrant.
 *
 * <p><b>Happens-before:</b> an unlock happens-before the next lock.
 */
@ProviderType
public interface SpinLock {
  /**
   * Takes the lock.
   *
   * @throws IllegalStateException when this thread holds it
   */
  void lock();

  /**
   * Gives the lock back.
   *
   * @throws IllegalStateException when this thread does not hold it
   */
  void unlock();
}
