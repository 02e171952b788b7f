package mm.spi;

import mm.api.AddressSpace;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A list notifier: told of the end of an address space and, by the further abilities it implements,
 * of everything before that. Implement this interface alone to be told of the end only (as SGX
 * does).
 */
@ConsumerType
public interface Notifier {
  /**
   * Drops every translation of the space and makes none any more.
   *
   * <p><b>Called by</b> the thread that releases the space, or that closes the subscription.
   *
   * <p><b>May block:</b> yes. <b>Locks held</b> by the caller: none of the engine's.
   *
   * <p><b>Concurrency:</b> other callbacks may run at the same time and still come afterwards until
   * the subscription is gone. It must not close its own subscription (R2.8).
   *
   * <p><b>Pairs with:</b> the subscription; seen exactly once (R1.5), before any page is freed
   * (R4.4).
   *
   * <p><b>Failure:</b> an exception is recorded (R1.8); the release goes on.
   *
   * @param space the space that dies or that is left
   */
  void release(AddressSpace space);
}
