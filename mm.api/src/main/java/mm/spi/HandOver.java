package mm.spi;

import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A device that can hand what it holds to its successor in a swap, or take it over. A driver
 * declares it by implementing this interface in its {@link Device}; the successor of one that does
 * not starts cold, and makes its translations anew as they are used.
 *
 * <p>The state crosses from one class loader to another, so it is made of types of the JDK only:
 * strings, boxed numbers, arrays of primitives, and lists and maps of these.
 */
@ConsumerType
public interface HandOver {
  /**
   * Names the form of the state with its version, for example {@code kvm-shadow/1}. State is
   * offered only to a successor that names the same.
   *
   * @return the name; the same at each call
   */
  String stateForm();

  /**
   * Describes the translations held.
   *
   * <p><b>Called by</b> a thread of the swap, after the device's page source has stopped answering;
   * callbacks and accesses may run at the same time. <b>May block:</b> yes. <b>Failure:</b> an
   * exception lets the successor start cold.
   *
   * @return types of the JDK only; the engine refuses anything else
   */
  Map<String, Object> exportState();

  /**
   * Begins a take-over.
   *
   * <p><b>Called by</b> a thread of the swap, before the predecessor's {@link #exportState}.
   * <b>Pairs with:</b> {@link #importState}.
   *
   * @return the successor's own sequence: a number that any invalidation told to it from now on
   *     changes, as does one that is open now
   */
  long importBegin();

  /**
   * Takes over the predecessor's translations, all or none.
   *
   * <p><b>Called by</b> a thread of the swap. Under the lock that its callbacks take, the device
   * compares the sequence and enters the translations only if nothing has come in between: whatever
   * was invalidated since may be in the state.
   *
   * <p><b>May block:</b> yes. <b>Failure:</b> an exception lets the successor start cold.
   *
   * @param state what {@link #exportState} of the predecessor returned
   * @param sequence what {@link #importBegin} returned
   * @return DONE; WOULD_BLOCK when an invalidation came in between and nothing was taken over: the
   *     engine tries again with a new state, a few times
   */
  Answer importState(Map<String, Object> state, long sequence);
}
