package mm.machine.huge;

import java.util.ArrayList;
import java.util.List;
import mm.machine.entries.Zap;
import mm.machine.frames.Frames;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.tables.LeafVisitor;
import mm.machine.tables.PageTables;
import mm.machine.tables.Pte;

/**
 * FREE, COLD and PAGEOUT of a part of a huge page: the page is split, so that the advice can be
 * about single pages. Not if another memory maps it too, and not if the range has all of it.
 */
public final class PartialPages implements LeafVisitor {
  private final Frames frames;
  private final List<Long> candidates = new ArrayList<>();

  private PartialPages(Frames frames) {
    this.frames = frames;
  }

  public static void split(Mapping mapping, long start, long end) {
    if (!mapping.isAnonymous()) {
      unmapEdge(mapping, start);
      unmapEdge(mapping, end);
    }
    PageTables tables = mapping.memory().tables();
    PartialPages partial = new PartialPages(mapping.memory().frames());
    tables.walk(start, end, partial);
    for (long address : partial.candidates) {
      long entry = tables.get(address);
      if (HugePage.isPart(mapping.memory().frames(), entry)) {
        split(HugePage.at(mapping, address, entry));
      }
    }
  }

  /** Pages of a memory file leave the page table when their huge page is split. */
  private static void unmapEdge(Mapping mapping, long address) {
    long block = Layout.down(address, Layout.BLOCK);
    ProcessMemory memory = mapping.memory();
    if (block != address
        && memory.tables().isHuge(block)
        && memory.frames().mapCount(Pte.frame(memory.tables().get(block))) == 1) {
      AnnouncedZap.run(mapping, block, block + Layout.BLOCK, Zap.Extent.FILE_PAGES);
    }
  }

  private static void split(HugePage page) {
    if (!page.isShared()) {
      PageSplit.run(page);
    }
  }

  /** Notes one address for each piece of a huge page. */
  @Override
  public void leaf(long base, long[] entries, int from, int to) {
    if (HugePage.isWhole(entries, from, to)) {
      return;
    }
    int known = Frames.NONE;
    for (int i = from; i < to; i++) {
      int head = HugePage.isPart(frames, entries[i]) ? Frames.headOf(Pte.frame(entries[i])) : known;
      if (head != known) {
        candidates.add(base + i * Layout.PAGE);
        known = head;
      }
    }
  }
}
