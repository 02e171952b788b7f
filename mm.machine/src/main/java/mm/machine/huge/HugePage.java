package mm.machine.huge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import mm.machine.frames.Frames;
import mm.machine.memory.AnonRoot;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.tables.Pte;

/**
 * A huge page that has not been split, as one memory sees it: 512 frames in a row, mapped as a
 * whole or by single entries, possibly by several mappings that hold pieces of it. The mmap lock is
 * held.
 */
public final class HugePage {
  private final ProcessMemory memory;
  private final int head;

  /** Offset of its first page, in any mapping that holds a piece. */
  private final long offset;

  private final AnonRoot origin;

  private HugePage(Mapping mapping, int head, long offset) {
    this.memory = mapping.memory();
    this.head = head;
    this.offset = offset;
    this.origin = mapping.anon().origin();
  }

  ProcessMemory memory() {
    return memory;
  }

  int head() {
    return head;
  }

  /** Whether an entry leads to a page of one. */
  public static boolean isPart(Frames frames, long entry) {
    return Pte.isPresent(entry) && frames.has(Pte.frame(entry), Frames.HUGE);
  }

  /** The one that an entry leads to a page of. */
  public static HugePage at(Mapping mapping, long address, long entry) {
    int head = Frames.headOf(Pte.frame(entry));
    return new HugePage(mapping, head, mapping.offsetAt(address) - (Pte.frame(entry) - head));
  }

  /** Whether entries in a row are exactly its pages. */
  public static boolean isWhole(long[] entries, int from, int to) {
    int first = Pte.frame(entries[from]);
    if (to - from != Layout.ENTRIES || first != Frames.headOf(first)) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (!Pte.isPresent(entries[i]) || Pte.frame(entries[i]) != first + i - from) {
        return false;
      }
    }
    return true;
  }

  boolean holds(long entry) {
    return Pte.isPresent(entry) && Frames.headOf(Pte.frame(entry)) == head;
  }

  /** Whether another memory maps a page of it. */
  public boolean isShared() {
    int mapped = 0;
    for (int i = 0; i < Layout.ENTRIES; i++) {
      int count = memory.frames().mapCount(head + i);
      if (count > 1) {
        return true;
      }
      mapped += count;
    }
    return mapped > ownEntries();
  }

  /** How many entries lead to its pages, in all memories. */
  int mapped() {
    int mapped = 0;
    for (int i = 0; i < Layout.ENTRIES; i++) {
      mapped += memory.frames().mapCount(head + i);
    }
    return mapped;
  }

  private int ownEntries() {
    int[] own = {0};
    for (Mapping mapping : mappings()) {
      memory
          .tables()
          .walk(
              startIn(mapping),
              endIn(mapping),
              (base, entries, from, to) -> {
                for (int i = from; i < to; i++) {
                  own[0] += holds(entries[i]) ? 1 : 0;
                }
              });
    }
    return own[0];
  }

  /** Whether a device holds a page of it. */
  public boolean isPinned() {
    for (int i = 0; i < Layout.ENTRIES; i++) {
      if (memory.frames().references(head + i) > 0) {
        return true;
      }
    }
    return false;
  }

  /** The mappings that hold a piece of it, or held one, in the order of the pieces. */
  List<Mapping> mappings() {
    List<Mapping> found = new ArrayList<>();
    for (int i = 0; i < memory.mappings().size(); i++) {
      Mapping mapping = memory.mappings().get(i);
      if (mapping.anon() != null && overlaps(mapping) && mapping.anon().origin() == origin) {
        found.add(mapping);
      }
    }
    found.sort(Comparator.comparingLong(mapping -> mapping.offset()));
    return found;
  }

  private boolean overlaps(Mapping mapping) {
    return mapping.offset() < offset + Layout.ENTRIES
        && mapping.offset() + mapping.pages() > offset;
  }

  long startIn(Mapping mapping) {
    return Math.max(mapping.start(), addressIn(mapping, offset));
  }

  long endIn(Mapping mapping) {
    return Math.min(mapping.end(), addressIn(mapping, offset + Layout.ENTRIES));
  }

  private static long addressIn(Mapping mapping, long offset) {
    return mapping.start() + ((offset - mapping.offset()) << Layout.PAGE_SHIFT);
  }
}
