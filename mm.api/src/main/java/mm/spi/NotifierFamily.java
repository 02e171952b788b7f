package mm.spi;

import mm.api.AddressSpace;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes and frees the one notifier that all users of a family share in a space (Linux {@code
 * mmu_notifier_get} and {@code put}). Families are told apart by identity.
 *
 * @param <N> the notifier's type
 */
@ConsumerType
public interface NotifierFamily<N extends Notifier> {
  /**
   * Who the shared notifiers are and what they may do.
   *
   * @return the same each time
   */
  Declaration declaration();

  /**
   * Makes the notifier of a space; called by the first {@link AddressSpace#acquire}, on its thread.
   * <b>May block:</b> yes. It must not acquire in the same space.
   *
   * @param space the space
   * @return a new notifier
   */
  N allocate(AddressSpace space);

  /**
   * Frees a notifier: no callback of it runs or will run (R4.6). Called once per notifier, on a
   * thread of the engine. <b>May block:</b> briefly, since others wait for their turn.
   *
   * @param notifier what {@link #allocate} made
   */
  void free(N notifier);
}
