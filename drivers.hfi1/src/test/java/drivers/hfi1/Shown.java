package drivers.hfi1;

import java.util.Map;
import java.util.TreeMap;
import mm.api.AddressRange;
import mm.spi.Device;

/** What a device shows of its translations. */
final class Shown {
  private Shown() {}

  /** Address to frame, of all the space. */
  static Map<Long, Long> all(Device device) {
    return in(device, AddressRange.WHOLE);
  }

  /** Address to frame, of a range. */
  static Map<Long, Long> in(Device device, AddressRange range) {
    Map<Long, Long> shown = new TreeMap<>();
    device.translations(range, (address, frame, rights) -> shown.put(address, frame));
    return shown;
  }
}
