package mm.spi;

import mm.api.AddressRange;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A device that translates nothing and has nothing to let go of: a base for devices of drivers that
 * only listen. No method waits.
 */
@ConsumerType
public class EmptyDevice implements Device {
  /**
   * In the place of a driver that is not there now, so that the place does not keep its classes
   * alive; answers {@link AccessOutcome#DETACHED}.
   */
  public static final Device GONE = new Gone();

  /** Makes one; it has no state. */
  public EmptyDevice() {}

  private static final class Gone extends EmptyDevice {
    @Override
    public AccessOutcome access(long address, Access access) {
      return AccessOutcome.DETACHED;
    }
  }

  /**
   * Translates nothing.
   *
   * @return {@link AccessOutcome#REFUSED}
   */
  @Override
  public AccessOutcome access(long address, Access access) {
    return AccessOutcome.REFUSED;
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
