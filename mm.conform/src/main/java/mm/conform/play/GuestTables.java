package mm.conform.play;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import mm.api.AddressRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import mm.spi.DeviceCounters;
import mm.spi.Page;
import mm.spi.PageSource;
import mm.spi.TranslationVisitor;

/**
 * A subscriber's own page tables: what its guest has accessed and nothing has taken away since; and
 * the pages it has pinned. A script has one thread, so nothing is made while something is taken.
 */
final class GuestTables implements Device {
  /** An access may break a copy that takes the page away once; never so often. */
  private static final int ATTEMPTS = 8;

  private final PageSource pages;
  private final AddressRange reach;
  private final NavigableMap<Long, Page> held = new TreeMap<>();
  private final List<Long> pins = new ArrayList<>();
  private long taken;
  private boolean released;

  /** Tables of one that is told of a range only, and looks at nothing else. */
  GuestTables(PageSource pages, AddressRange reach) {
    this.pages = pages;
    this.reach = reach;
  }

  /** Takes away what is in a range. */
  void drop(long start, long end) {
    taken++;
    held.subMap(start, end).clear();
  }

  /** Takes away everything, for good. */
  void release() {
    released = true;
    held.clear();
  }

  boolean holdsAny(long start, long end) {
    return !held.subMap(start, end).isEmpty();
  }

  @Override
  public AccessOutcome access(long address, Access access) {
    long page = address & -AddressRange.PAGE_SIZE;
    Page known = held.get(page);
    if (known != null && known.rights().allows(access)) {
      return AccessOutcome.HIT;
    }
    if (!reach.contains(page)) {
      return AccessOutcome.REFUSED;
    }
    return released ? AccessOutcome.DETACHED : fault(page, access);
  }

  private AccessOutcome fault(long page, Access access) {
    for (int i = 0; i < ATTEMPTS; i++) {
      long before = taken;
      Page found = pages.fault(page, access);
      if (!found.isPresent()) {
        return found.failure();
      }
      if (taken == before) {
        held.put(page, found);
        return AccessOutcome.MADE;
      }
    }
    return AccessOutcome.BUSY;
  }

  /** Takes a reference to a page; whether there is one. */
  boolean pin(long page, Access access) {
    Page found = pages.pin(page, access);
    if (found.isPresent()) {
      pins.add(found.frame());
    }
    return found.isPresent();
  }

  /** Gives all references back. */
  void unpin() {
    pins.forEach(pages::unpin);
    pins.clear();
  }

  @Override
  public void translations(AddressRange range, TranslationVisitor visitor) {
    for (Map.Entry<Long, Page> each : held.subMap(range.start(), range.end()).entrySet()) {
      visitor.visit(each.getKey(), each.getValue().frame(), each.getValue().rights());
    }
  }

  @Override
  public DeviceCounters counters() {
    return new DeviceCounters(held.size(), 0, 0, 0, 0, 0);
  }

  @Override
  public void quiesce() {
    drop(0, AddressRange.TOP);
  }

  @Override
  public void detach() {
    unpin();
    release();
  }
}
