package mm.deploy.lasting;

import mm.api.AddressRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import mm.spi.DeviceCounters;
import mm.spi.TranslationVisitor;

/** The device of a driver that is not there now: it holds nothing. */
enum Absent implements Device {
  INSTANCE;

  @Override
  public AccessOutcome access(long address, Access access) {
    return AccessOutcome.DETACHED;
  }

  @Override
  public void translations(AddressRange range, TranslationVisitor visitor) {}

  @Override
  public DeviceCounters counters() {
    return new DeviceCounters(0, 0, 0, 0, 0, 0);
  }

  @Override
  public void quiesce() {}

  @Override
  public void detach() {}
}
