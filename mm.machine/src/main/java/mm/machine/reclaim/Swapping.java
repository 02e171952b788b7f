package mm.machine.reclaim;

import mm.machine.FaultOutcome;
import mm.machine.frames.Frames;
import mm.machine.memory.MachineState;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.FaultKind;
import mm.machine.tables.Layout;
import mm.machine.tables.Pte;

/** Switches the swap area on and off. */
public final class Swapping {
  private Swapping() {}

  public static void resize(Frames frames, int pages) {
    frames.lock();
    frames.swap().resizeLocked(pages);
    frames.unlock();
  }

  /**
   * No page goes out any more, and all that are out come back, silently; those of memory files with
   * their next use.
   *
   * @return false when there were not enough frames; the area stays off for new pages
   */
  public static boolean off(MachineState machine) {
    resize(machine.frames(), 0);
    boolean all = true;
    for (ProcessMemory memory : machine.memories()) {
      memory.mmapLock().readLock().lock();
      try {
        for (int i = 0; i < memory.mappings().size(); i++) {
          all &= bringBack(memory.mappings().get(i));
        }
      } finally {
        memory.mmapLock().readLock().unlock();
      }
    }
    return all;
  }

  private static boolean bringBack(Mapping mapping) {
    boolean[] all = {true};
    mapping
        .memory()
        .tables()
        .walk(
            mapping.start(),
            mapping.end(),
            (base, entries, from, to) -> {
              for (int i = from; i < to; i++) {
                if (!Pte.isPresent(entries[i]) && Pte.is(entries[i], Pte.SWAP)) {
                  long page = base + i * Layout.PAGE;
                  all[0] &=
                      SwapIn.run(mapping, page, entries[i], FaultKind.READ) == FaultOutcome.OK;
                }
              }
            });
    return all[0];
  }
}
