package mm.machine.memory;

import java.util.Arrays;
import java.util.List;
import mm.machine.files.CachedFile;

/**
 * The mappings of one address space, sorted; lookups are binary searches over an array of starts.
 * Guarded by the mmap lock.
 */
public final class Mappings {
  private long[] starts = new long[16];
  private Mapping[] items = new Mapping[16];
  private int size;

  public int size() {
    return size;
  }

  /** The mapping with that number, or null when there is none. */
  public Mapping get(int index) {
    return index >= 0 && index < size ? items[index] : null;
  }

  /** Number of the first mapping that ends after an address; {@code size()} when none does. */
  public int indexOf(long address) {
    int found = Arrays.binarySearch(starts, 0, size, address);
    if (found >= 0) {
      return found;
    }
    int before = -found - 2;
    return before >= 0 && items[before].end() > address ? before : before + 1;
  }

  /** The first mapping that ends after an address, or null. */
  public Mapping firstAfter(long address) {
    return get(indexOf(address));
  }

  /** The mapping of an address, or null. */
  public Mapping find(long address) {
    Mapping mapping = firstAfter(address);
    return mapping != null && mapping.start() <= address ? mapping : null;
  }

  public Mapping before(Mapping mapping) {
    return get(indexOf(mapping.start()) - 1);
  }

  public Mapping after(Mapping mapping) {
    return get(indexOf(mapping.start()) + 1);
  }

  public boolean overlaps(long start, long end) {
    Mapping first = firstAfter(start);
    return first != null && first.start() < end;
  }

  /** Adds a mapping and links it to its file. */
  public void insert(Mapping mapping) {
    mapping.memory().assertWriteLocked();
    int index = indexOf(mapping.start());
    if (size == items.length) {
      starts = Arrays.copyOf(starts, size * 2);
      items = Arrays.copyOf(items, size * 2);
    }
    System.arraycopy(starts, index, starts, index + 1, size - index);
    System.arraycopy(items, index, items, index + 1, size - index);
    starts[index] = mapping.start();
    items[index] = mapping;
    size++;
    link(mapping);
  }

  /** Takes a mapping out and unlinks it from its file. */
  public void remove(Mapping mapping) {
    mapping.memory().assertWriteLocked();
    int index = indexOf(mapping.start());
    cut(index, index + 1);
    unlink(mapping);
  }

  /** Takes neighbouring mappings out; they stay linked to their files. */
  public Mapping[] detach(int from, int to) {
    Mapping[] detached = Arrays.copyOfRange(items, from, to);
    cut(from, to);
    return detached;
  }

  private void cut(int from, int to) {
    System.arraycopy(starts, to, starts, from, size - to);
    System.arraycopy(items, to, items, from, size - to);
    Arrays.fill(items, size - (to - from), size, null);
    size -= to - from;
  }

  /** Moves the borders of a mapping, between those of its neighbours. */
  public void resize(Mapping mapping, long start, long end, long offset) {
    mapping.memory().assertWriteLocked();
    int index = indexOf(mapping.start());
    unlink(mapping);
    mapping.move(start, end, offset);
    starts[index] = start;
    link(mapping);
  }

  private static void link(Mapping mapping) {
    mapping.linkedAs(mapping.memory().machine().nextLink());
    if (mapping.backing() != null) {
      mapping.backing().mappings().add(mapping);
    }
  }

  private static void unlink(Mapping mapping) {
    if (mapping.backing() != null) {
      mapping.backing().mappings().remove(mapping);
    }
  }

  /** Those of a file that show pages of a range; its list of mappings is locked. */
  public static List<Mapping> showingLocked(CachedFile file, long from, long to) {
    return file.mappings().showingLocked(from, to).stream().map(Mapping.class::cast).toList();
  }

  /** Lets go of the file of a detached mapping, whose pages go with the last one. */
  public static void release(Mapping mapping) {
    if (mapping.backing() != null) {
      mapping.backing().mappings().remove(mapping);
      mapping.backing().freeIfUnused();
    }
  }
}
