package mm.machine.check;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import mm.machine.frames.Frames;
import mm.machine.memory.MachineState;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.tables.Pte;

/**
 * Holds the map counts of frames and the users of swap slots against the page tables of all
 * memories. To be used while nobody else works on the machine.
 */
public final class FrameAudit {
  private static final int MAX_FINDINGS = 20;

  private final Frames frames;
  private final TreeMap<Integer, Integer> mapped = new TreeMap<>();
  private final TreeMap<Integer, Integer> slots = new TreeMap<>();
  private final List<String> findings = new ArrayList<>();

  private FrameAudit(Frames frames) {
    this.frames = frames;
  }

  /** What does not fit, at most the first 20. */
  public static List<String> run(MachineState machine) {
    FrameAudit audit = new FrameAudit(machine.frames());
    for (ProcessMemory memory : machine.memories()) {
      memory.tables().walk(0, Layout.USER_END, audit::count);
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
      }
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
