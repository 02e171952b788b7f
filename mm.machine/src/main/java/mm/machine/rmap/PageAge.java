package mm.machine.rmap;

import java.util.List;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.tables.PageTables;
import mm.machine.tables.Pte;

/**
 * Asks whether a page was used since it was asked last: the marks of the CPU's entries, and of all
 * devices by {@code clearFlushYoung}, one call for each place (Linux {@code folio_referenced}).
 */
public final class PageAge {
  private PageAge() {}

  /** Number of places through which the page was used. */
  public static int used(List<ReverseMap.Place> places) {
    int used = 0;
    for (ReverseMap.Place place : places) {
      used += isUsed(place) ? 1 : 0;
    }
    return used;
  }

  private static boolean isUsed(ReverseMap.Place place) {
    ProcessMemory memory = place.mapping().memory();
    memory.tables().lock();
    try {
      long[] leaf = memory.tables().leafLocked(place.address());
      int index = PageTables.entryIndex(place.address());
      if (leaf == null || !Pte.isPresent(leaf[index])) {
        return false;
      }
      boolean huge = Pte.isHuge(leaf[index]);
      long size = huge ? Layout.BLOCK : Layout.PAGE;
      boolean young = huge ? clearAll(leaf) : clear(leaf, index);
      return memory.space().clearFlushYoung(place.address(), place.address() + size) | young;
    } finally {
      memory.tables().unlock();
    }
  }

  private static boolean clear(long[] leaf, int index) {
    boolean young = !Pte.is(leaf[index], Pte.OLD);
    leaf[index] |= Pte.OLD;
    return young;
  }

  private static boolean clearAll(long[] leaf) {
    boolean young = false;
    for (int i = 0; i < leaf.length; i++) {
      young |= clear(leaf, i);
    }
    return young;
  }
}
