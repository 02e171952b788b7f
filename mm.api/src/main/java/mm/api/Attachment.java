package mm.api;

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
   * @return the same object each time, until the driver has been quarantined and released
   */
  Device device();

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
