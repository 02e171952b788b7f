package mm.core.registry;

import mm.api.AddressRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import mm.spi.DeviceCounters;
import mm.spi.TranslationVisitor;

/** What is in a place whose driver has gone; so the place does not keep its classes alive. */
enum NoDevice implements Device {
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
