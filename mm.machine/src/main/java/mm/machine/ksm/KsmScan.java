package mm.machine.ksm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mm.machine.frames.Frames;
import mm.machine.memory.Flags;
import mm.machine.memory.MachineState;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.tables.LeafVisitor;
import mm.machine.tables.Pte;

/**
 * One scan of the page-merging thread (KSM) over all memories. Pages whose contents are equal to a
 * page that is shared already are led there; of two equal ones that are not, the second becomes the
 * shared page and the first is led to it.
 */
public final class KsmScan {
  /** Entries that may lead to one shared page (Linux {@code max_page_sharing}). */
  private static final int MOST_SHARERS = 256;

  private final Frames frames;
  private final List<KsmPage> found = new ArrayList<>();
  private final Map<Long, Set<Integer>> shared = new HashMap<>();
  private final Map<Long, KsmPage> single = new HashMap<>();

  private KsmScan(Frames frames) {
    this.frames = frames;
  }

  public static void run(MachineState machine) {
    machine.frames().lazyQueue().drain();
    KsmScan scan = new KsmScan(machine.frames());
    machine.memories().forEach(scan::look);
    scan.found.forEach(scan::merge);
  }

  private void look(ProcessMemory memory) {
    memory.mmapLock().readLock().lock();
    try {
      for (int i = 0; i < memory.mappings().size(); i++) {
        Mapping mapping = memory.mappings().get(i);
        if (mapping.has(Flags.MERGEABLE)) {
          memory.tables().walk(mapping.start(), mapping.end(), leafOf(memory));
        }
      }
    } finally {
      memory.mmapLock().readLock().unlock();
    }
  }

  private LeafVisitor leafOf(ProcessMemory memory) {
    return (base, entries, from, to) -> {
      for (int i = from; i < to; i++) {
        if (Pte.isPresent(entries[i])) {
          look(new KsmPage(memory, base + i * Layout.PAGE, Pte.frame(entries[i])));
        }
      }
    };
  }

  private void look(KsmPage page) {
    Long value = value(page.frame());
    if (value != null && isMerged(page.frame())) {
      sharedOf(value).add(page.frame());
    } else if (value != null) {
      found.add(page);
    }
  }

  private void merge(KsmPage page) {
    Long value = value(page.frame());
    if (value == null || isMerged(page.frame())) {
      return; // written since, or shared by a fork with one that was merged
    }
    int target = target(value);
    if (target != Frames.NONE) {
      page.mergeInto(target);
      return;
    }
    KsmPage first = single.putIfAbsent(value, page);
    if (first != null && first.frame() != page.frame()) {
      pair(value, first, page);
    }
  }

  private void pair(long value, KsmPage first, KsmPage second) {
    if (!second.share()) {
      return;
    }
    if (first.mergeInto(second.frame())) {
      single.remove(value);
      sharedOf(value).add(second.frame());
    } else {
      second.breakAgain();
    }
  }

  /** The shared page with the most entries that has room for one more. */
  private int target(long value) {
    int best = Frames.NONE;
    for (int frame : sharedOf(value)) {
      int count = frames.mapCount(frame);
      if (count > 0
          && count < MOST_SHARERS
          && (best == Frames.NONE || count > frames.mapCount(best))) {
        best = frame;
      }
    }
    return best;
  }

  private Set<Integer> sharedOf(long value) {
    return shared.computeIfAbsent(value, any -> new LinkedHashSet<>());
  }

  private Long value(int frame) {
    frames.lock();
    try {
      return frames.contents().getLocked(frame);
    } finally {
      frames.unlock();
    }
  }

  private boolean isMerged(int frame) {
    return frames.contents().isMerged(frame);
  }
}
