package mm.tck.zoo;

import java.util.Map;
import java.util.TreeMap;
import mm.api.AddressRange;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import mm.spi.DeviceCounters;
import mm.spi.DriverContext;
import mm.spi.Page;
import mm.spi.TranslationVisitor;

/** A table of pages; who guards it is the business of the kinds of devices. */
abstract class ZooDevice implements Device {
  final DriverContext context;
  final TreeMap<Long, Page> table = new TreeMap<>();
  long made;
  long dropped;
  boolean frozen;

  ZooDevice(DriverContext context) {
    this.context = context;
  }

  abstract void lock();

  abstract void unlock();

  /** Under the lock; answers how many there were. */
  int drop(long start, long end) {
    Map<Long, Page> hit = table.subMap(start, end);
    int gone = hit.size();
    hit.clear();
    dropped += gone;
    return gone;
  }

  /** Under the lock. */
  AccessOutcome enter(long page, Page found) {
    if (frozen) {
      return AccessOutcome.DETACHED;
    }
    dropped += table.put(page, found) == null ? 0 : 1;
    made++;
    return AccessOutcome.MADE;
  }

  void freeze() {
    lock();
    try {
      frozen = true;
      drop(0, AddressRange.TOP);
    } finally {
      unlock();
    }
  }

  @Override
  public void translations(AddressRange range, TranslationVisitor visitor) {
    TreeMap<Long, Page> copy;
    lock();
    try {
      copy = new TreeMap<>(table.subMap(range.start(), range.end()));
    } finally {
      unlock();
    }
    copy.forEach((address, page) -> visitor.visit(address, page.frame(), page.rights()));
  }

  @Override
  public DeviceCounters counters() {
    return new DeviceCounters(table.size(), made, dropped, 0, 0, 0);
  }

  @Override
  public void quiesce() {
    freeze();
  }

  @Override
  public void detach() {
    freeze();
  }
}
