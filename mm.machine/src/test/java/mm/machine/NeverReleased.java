package mm.machine;

import java.util.ArrayList;
import java.util.List;
import mm.api.AddressRange;
import mm.machine.tables.Layout;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import mm.spi.DeviceCounters;
import mm.spi.TranslationVisitor;

/** Shows the translations that another device had when it was wrapped, whatever happened since. */
final class NeverReleased implements Device {
  private record Held(long address, long frame, Access rights) {}

  private final List<Held> held = new ArrayList<>();

  NeverReleased(Device device) {
    device.translations(
        new AddressRange(0, Layout.TASK_SIZE),
        (address, frame, rights) -> held.add(new Held(address, frame, rights)));
  }

  @Override
  public void translations(AddressRange range, TranslationVisitor visitor) {
    for (Held one : held) {
      if (range.contains(one.address)) {
        visitor.visit(one.address, one.frame, one.rights);
      }
    }
  }

  @Override
  public AccessOutcome access(long address, Access access) {
    return AccessOutcome.DETACHED;
  }

  @Override
  public DeviceCounters counters() {
    return new DeviceCounters(held.size(), 0, 0, 0, 0, 0);
  }

  @Override
  public void quiesce() {}

  @Override
  public void detach() {}
}
