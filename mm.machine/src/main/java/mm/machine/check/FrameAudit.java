package mm.machine.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import mm.machine.frames.Frames;
import mm.machine.memory.MachineState;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.tables.Pte;

/**
 * Holds the map counts of frames and the users of swap slots against the page tables of all
 * memories: huge pages are mapped as a whole, and nobody writes to a private page of several. To be
 * used while nobody else works on the machine.
 */
public final class FrameAudit {
  private static final int MAX_FINDINGS = 20;

  private final Frames frames;
  private final TreeMap<Integer, Integer> mapped = new TreeMap<>();
  private final TreeMap<Integer, Integer> slots = new TreeMap<>();
  private final BitSet writable = new BitSet();
  private final List<String> findings = new ArrayList<>();

  private FrameAudit(Frames frames) {
    this.frames = frames;
  }

  /** What does not fit, at most the first 20. */
  public static List<String> run(MachineState machine) {
    FrameAudit audit = new FrameAudit(machine.frames());
    for (ProcessMemory memory : machine.memories()) {
      memory.tables().walk(0, Layout.USER_END, audit::count);
      memory.tables().walk(0, Layout.USER_END, (b, e, from, to) -> audit.whole(memory, b, e));
    }
    machine.frames().lock();
    try {
      audit.compareLocked();
    } finally {
      machine.frames().unlock();
    }
    return audit.findings;
  }

  private void count(long base, long[] entries, int from, int to) {
    for (int i = from; i < to; i++) {
      int frame = Pte.frame(entries[i]);
      if (Pte.is(entries[i], Pte.SWAP)) {
        slots.merge(frame, 1, Integer::sum);
      } else if (Pte.maps(entries[i]) && frame != Frames.ZERO) {
        mapped.merge(frame, 1, Integer::sum);
        if (Pte.isWritable(entries[i])) {
          writable.set(frame);
        }
      }
    }
  }

  /** A huge page is mapped wholly or not at all, and wholly in one mapping. */
  private void whole(ProcessMemory memory, long base, long[] entries) {
    long huge =
        Arrays.stream(entries).filter(entry -> Pte.isPresent(entry) && Pte.isHuge(entry)).count();
    if (huge == 0) {
      return;
    }
    Mapping mapping = memory.mappings().find(base);
    if (huge != entries.length || mapping == null || !mapping.holdsBlock(base)) {
      add("a huge page at 0x" + Long.toHexString(base) + " is mapped in part: " + huge);
    }
  }

  private void compareLocked() {
    boolean[] free = frames.freeLocked();
    for (int frame = 1; frame < free.length; frame++) {
      int entries = mapped.getOrDefault(frame, 0);
      if (free[frame] && entries > 0) {
        add("frame " + frame + " is free but " + entries + " entries lead to it");
      } else if (!free[frame] && frames.mapCount(frame) != entries) {
        String counted = frames.mapCount(frame) + " entries are counted for it";
        add("frame " + frame + ": " + counted + ", " + entries + " lead to it");
      } else if (entries > 1 && writable.get(frame) && frames.has(frame, Frames.ANONYMOUS)) {
        add("frame " + frame + ": private pages of several owners, and one may write");
      }
    }
    slots.forEach(this::compareSlotLocked);
  }

  /** Memory files have users of their own beside the entries. */
  private void compareSlotLocked(int slot, int entries) {
    if (frames.swap().usersLocked(slot) < entries) {
      add("swap slot " + slot + " has fewer users than the " + entries + " entries that know it");
    }
  }

  private void add(String finding) {
    if (findings.size() < MAX_FINDINGS) {
      findings.add(finding);
    }
  }
}
