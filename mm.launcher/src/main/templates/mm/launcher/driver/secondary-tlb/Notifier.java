package %PACKAGE%;

import mm.api.AddressSpace;
import mm.spi.SecondaryTlbNotifier;

/** What a device is told that walks the CPU's own page tables: flush, and the end of everything. */
final class %CLASS%Notifier implements SecondaryTlbNotifier {
  private final %CLASS%Device device;

  %CLASS%Notifier(%CLASS%Device device) {
    this.device = device;
  }

  @Override
  public void flushSecondaryTlb(AddressSpace space, long start, long end) {
    device.flush(start, end);
  }

  @Override
  public void release(AddressSpace space) {
    device.quiesce();
  }
}
