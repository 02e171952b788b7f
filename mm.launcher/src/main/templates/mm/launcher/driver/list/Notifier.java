package %PACKAGE%;

import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.spi.PairedNotifier;

/** What the device is told of changes of the space: start, end, and the end of everything. */
final class %CLASS%Notifier implements PairedNotifier {
  private final %CLASS%Device device;

  %CLASS%Notifier(%CLASS%Device device) {
    this.device = device;
  }

  @Override
  public void start(InvalidationRange range) {
    device.begin(range.start(), range.end());
  }

  @Override
  public void end(InvalidationRange range) {
    device.end();
  }

  @Override
  public void release(AddressSpace space) {
    device.quiesce();
  }
}
