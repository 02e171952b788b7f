package mm.replay;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import mm.api.AddressRange;
import mm.replay.input.Protection;
import mm.spi.Access;
import mm.spi.Page;
import mm.spi.PageSource;

/**
 * The pages of a space of which only mappings and notifications are known. A page gets a frame
 * number when a device first looks at it, and loses it when it is discarded; the numbers never come
 * again.
 *
 * <p>Thread-safe: device workers unpin on threads of their own.
 */
final class RecordedPages implements PageSource, PageData {
  /** Of a mapping that was made before the recording saw any. */
  private static final Protection UNKNOWN = new Protection(Protection.READ);

  private record Mapped(long end, Protection protection) {}

  private final NavigableMap<Long, Mapped> mappings = new TreeMap<>();
  private final NavigableMap<Long, Long> frames = new TreeMap<>();
  private final NavigableMap<Long, Long> inMotion = new TreeMap<>();

  /** What devices wrote, by frame; others hold zeros. Emptied with the frames. */
  private final Map<Long, Long> values = new HashMap<>();

  private long lastFrame;
  private long pins;

  synchronized void map(long start, long end, Protection protection) {
    unmap(start, end);
    mappings.put(start, new Mapped(end, protection));
  }

  synchronized void unmap(long start, long end) {
    cutAt(start);
    cutAt(end);
    mappings.subMap(start, end).clear();
    discard(start, end);
  }

  synchronized void protect(long start, long end, Protection protection) {
    cutAt(start);
    cutAt(end);
    mappings.subMap(start, end).replaceAll((at, old) -> new Mapped(old.end, protection));
  }

  /**
   * Moves what is mapped in a range, or, when the range is empty, extends what ends there; pages of
   * the new place get new frames when looked at.
   */
  synchronized void move(long start, long end, long newStart, long newEnd) {
    Map.Entry<Long, Mapped> old =
        end > start ? mappings.floorEntry(start) : mappings.lowerEntry(start);
    Protection protection =
        old != null && old.getValue().end >= start ? old.getValue().protection : UNKNOWN;
    if (end > start) {
      unmap(start, end);
    }
    map(newStart, newEnd, protection);
  }

  private void cutAt(long address) {
    Map.Entry<Long, Mapped> below = mappings.lowerEntry(address);
    if (below != null && below.getValue().end > address) {
      Mapped whole = below.getValue();
      mappings.put(below.getKey(), new Mapped(address, whole.protection));
      mappings.put(address, whole);
    }
  }

  /** The pages of the range are gone, whatever is mapped there now. */
  synchronized void discard(long start, long end) {
    Map<Long, Long> gone = frames.subMap(start, end);
    values.keySet().removeAll(Set.copyOf(gone.values()));
    gone.clear();
  }

  @Override
  public synchronized long load(long frame) {
    return values.getOrDefault(frame, 0L);
  }

  @Override
  public synchronized void store(long frame, long value) {
    values.put(frame, value);
  }

  @Override
  public synchronized OptionalLong cpu(long address) {
    Long frame = frames.get(address & -AddressRange.PAGE_SIZE);
    return frame == null ? OptionalLong.empty() : OptionalLong.of(load(frame));
  }

  /** A call that changes the range is under way: nothing can be looked up there. */
  synchronized void beginMotion(long start, long end) {
    inMotion.merge(start, end, Math::max);
  }

  synchronized void endMotion(long start) {
    inMotion.remove(start);
  }

  synchronized RecordedPages copy() {
    RecordedPages copy = new RecordedPages();
    copy.mappings.putAll(mappings);
    return copy;
  }

  /** The mapping at some place in the order of addresses, or null when there is none. */
  synchronized TouchRange mapped(int choice) {
    if (mappings.isEmpty()) {
      return null;
    }
    // A place in the address order, not an index: the map has none, and any mapping will do.
    long low = mappings.firstKey();
    long high = mappings.lastEntry().getValue().end;
    long at = low + (long) ((high - low) * (choice / (double) Integer.MAX_VALUE));
    Map.Entry<Long, Mapped> near = mappings.floorEntry(at);
    return new TouchRange(near.getKey(), near.getValue().end);
  }

  /** Whether a frame is what an address leads to now. */
  synchronized boolean leadsTo(long page, long frame) {
    Long now = frames.get(page);
    return now != null && now == frame;
  }

  synchronized long pins() {
    return pins;
  }

  @Override
  public synchronized Page fault(long address, Access access) {
    long page = address & -AddressRange.PAGE_SIZE;
    Map.Entry<Long, Mapped> found = mappings.floorEntry(page);
    if (found == null || found.getValue().end <= page || moving(page)) {
      return Page.HOLE;
    }
    Protection protection = found.getValue().protection;
    if (!protection.isReadable() || access == Access.WRITE && !protection.isWritable()) {
      return Page.NO_PERMISSION;
    }
    return Page.present(
        frames.computeIfAbsent(page, p -> ++lastFrame),
        protection.isWritable() ? Access.WRITE : Access.READ);
  }

  private boolean moving(long page) {
    for (Map.Entry<Long, Long> each : inMotion.entrySet()) {
      if (each.getKey() <= page && page < each.getValue()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public synchronized Page snapshot(long address) {
    return frames.containsKey(address & -AddressRange.PAGE_SIZE)
        ? fault(address, Access.READ)
        : Page.HOLE;
  }

  @Override
  public synchronized Page pin(long address, Access access) {
    Page page = fault(address, access);
    pins += page.isPresent() ? 1 : 0;
    return page;
  }

  @Override
  public synchronized void unpin(long frame) {
    pins--;
  }
}
