package drivers.nouveau;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import mm.spi.Access;
import mm.spi.Page;
import mm.spi.TranslationVisitor;

/** The GPU's page table of one address space, by address of the page. Knows no lock. */
final class GpuPageTable {
  private record Entry(long frame, Access rights) {}

  private final NavigableMap<Long, Entry> entries = new TreeMap<>();

  int size() {
    return entries.size();
  }

  boolean allows(long page, Access access) {
    Entry entry = entries.get(page);
    return entry != null && entry.rights.allows(access);
  }

  /** Where an entry that is there leads. */
  long frame(long page) {
    return entries.get(page).frame;
  }

  /** Writes an entry and returns how many were replaced: 0 or 1. */
  int set(long page, Page target) {
    return entries.put(page, new Entry(target.frame(), target.rights())) == null ? 0 : 1;
  }

  /** Clears the entries of {@code [start, end)} and returns how many there were. */
  int clear(long start, long end) {
    Map<Long, Entry> cleared = entries.subMap(start, end);
    int count = cleared.size();
    cleared.clear();
    return count;
  }

  void forEach(long start, long end, TranslationVisitor visitor) {
    entries
        .subMap(start, end)
        .forEach((page, entry) -> visitor.visit(page, entry.frame, entry.rights));
  }
}
