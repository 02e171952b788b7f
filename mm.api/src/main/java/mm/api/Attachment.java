package mm.api;

import java.util.Map;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import org.osgi.annotation.versioning.ProviderType;

/** A driver attached to a space. */
@ProviderType
public interface Attachment extends AutoCloseable {
  /**
   * The driver.
   *
   * @return its id
   */
  String driver();

  /**
   * The space.
   *
   * @return where it is attached
   */
  AddressSpace space();

  /**
   * The device that the driver drives in this space.
   *
   * @return the same object each time, until the driver has been quarantined and released, or
   *     swapped
   */
  Device device();

  /**
   * The options that the driver was attached with here; a change of {@link
   * DriverRegistry#configure} counts from the next time on.
   *
   * @return values by option; empty when no driver is here
   */
  default Map<String, String> options() {
    return Map.of();
  }

  /**
   * Touches a page by the device that serves now; else like {@link Device#access}. During a swap an
   * access is served by the driver or by its successor: who was asked and has just been replaced is
   * not the one who answers.
   *
   * @param address any address in the page
   * @param access what for
   * @return what happened; DETACHED only when no driver is here
   */
  default AccessOutcome access(long address, Access access) {
    Device asked = device();
    AccessOutcome outcome = asked.access(address, access);
    while (outcome == AccessOutcome.DETACHED && device() != asked) {
      asked = device();
      outcome = asked.access(address, access);
    }
    return outcome;
  }

  /**
   * Detaches: the device stops making translations, the driver's subscriptions are closed and the
   * device lets go of everything. After return the driver gets no callback for this space. A second
   * close does nothing.
   *
   * <p><b>May wait:</b> for running callbacks and for the device.
   *
   * @throws ContractException R2.8 when called inside a callback or one's own section
   */
  @Override
  void close();
}
