package mm.spi;

import mm.api.AddressRange;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A device that translates nothing and has nothing to let go of: what is in a place whose driver
 * has gone ({@link #GONE}), so that the place does not keep the driver's classes alive; and a base
 * for devices of drivers that only listen. No method waits.
 */
@ConsumerType
public class EmptyDevice implements Device {
  /** In place of a driver that is not there now. */
  public static final Device GONE = new EmptyDevice();

  /** Makes one; it has no state. */
  protected EmptyDevice() {}

  /**
   * Translates nothing.
   *
   * @return {@link AccessOutcome#DETACHED}
   */
  @Override
  public AccessOutcome access(long address, Access access) {
    return AccessOutcome.DETACHED;
  }

  /** Shows nothing. */
  @Override
  public void translations(AddressRange range, TranslationVisitor visitor) {}

  /**
   * Counts nothing.
   *
   * @return zeros
   */
  @Override
  public DeviceCounters counters() {
    return new DeviceCounters(0, 0, 0, 0, 0, 0);
  }

  /** Does nothing. */
  @Override
  public void quiesce() {}

  /** Does nothing. */
  @Override
  public void detach() {}
}
