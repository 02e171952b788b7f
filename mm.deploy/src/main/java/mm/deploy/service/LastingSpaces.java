package mm.deploy.service;

import java.util.function.Consumer;
import mm.api.AddressSpace;
import mm.api.Dispatcher;
import mm.api.Observation;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A dispatcher whose spaces outlive the engine. When {@code mm.core} is swapped, updated or
 * restarted, its drivers let go of everything in them; sections are counted meanwhile and tell
 * nobody; and when an engine is there again, the spaces move into it, and every attachment is made
 * anew, after all sections have ended that were begun before. So no driver misses a start, and
 * devices fault in again what they need.
 *
 * <p>Between two engines accesses answer DETACHED, and subscribing is refused. Subscriptions that a
 * client made itself, and not by attaching a driver, are released with the engine (R4.4): {@link
 * #whenAttended} tells when to make them again. What is asked of {@link #drivers} is answered by
 * the engine that is there.
 *
 * <p>Each bundle that gets the service has its own; its spaces are released when it lets go of it.
 * All methods may be called from any thread.
 */
@ProviderType
public interface LastingSpaces extends Dispatcher {
  /**
   * Is told of each space that has come into an engine, also of each new one, before drivers are
   * attached to it.
   *
   * <p><b>Called by</b> a thread of the deployer, or by the thread that makes the space. <b>May
   * wait:</b> yes. A call that fails is logged.
   *
   * @param action what to do
   * @return ends it
   */
  Observation whenAttended(Consumer<AddressSpace> action);

  /**
   * Whether there is an engine and every space is in it.
   *
   * @return false while spaces wait for an engine, or for a section to end
   */
  boolean attended();
}
