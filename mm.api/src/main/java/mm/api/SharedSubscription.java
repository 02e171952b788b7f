package mm.api;

import mm.spi.Notifier;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One user's reference to the notifier that a family shares in a space; see {@link
 * AddressSpace#acquire}.
 *
 * @param <N> the notifier's type
 */
@ProviderType
public interface SharedSubscription<N extends Notifier> extends AutoCloseable {
  /**
   * The shared notifier.
   *
   * @return the same for all users of the family in this space
   */
  N notifier();

  /**
   * The subscription behind it, for {@link Subscription#settled}; closing it is not a user's.
   *
   * @return the same for all users of the family in this space
   */
  Subscription subscription();

  /**
   * Gives the reference back. The last one unsubscribes the notifier without calling its release
   * and queues {@link mm.spi.NotifierFamily#free}, which runs after the last callback (R4.6).
   * Whoever gives the last reference back has dropped the notifier's translations before.
   *
   * <p>Never waits; may be called from anywhere, also from a callback and from a release. A second
   * close does nothing.
   */
  @Override
  void close();
}
