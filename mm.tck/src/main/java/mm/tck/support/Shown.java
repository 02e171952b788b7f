package mm.tck.support;

import java.util.Map;
import java.util.TreeMap;
import mm.api.AddressRange;
import mm.spi.Device;

/** What a device shows of its translations. */
public final class Shown {
  private Shown() {}

  /**
   * All the space.
   *
   * @param device whose
   * @return address to frame
   */
  public static Map<Long, Long> all(Device device) {
    return in(device, AddressRange.WHOLE);
  }

  /**
   * A range.
   *
   * @param device whose
   * @param range which
   * @return address to frame
   */
  public static Map<Long, Long> in(Device device, AddressRange range) {
    Map<Long, Long> shown = new TreeMap<>();
    device.translations(range, (address, frame, rights) -> shown.put(address, frame));
    return shown;
  }
}
