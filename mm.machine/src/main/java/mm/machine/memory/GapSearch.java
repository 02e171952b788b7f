package mm.machine.memory;

import mm.machine.Errno;
import mm.machine.tables.Layout;

/** Finds free addresses for a mapping: at the hint, else top down below the mmap base. */
public final class GapSearch {
  private GapSearch() {}

  /**
   * Finds room.
   *
   * @param hint page aligned; 0 for none
   * @return an address or a negative error number
   */
  public static long find(ProcessMemory memory, long hint, long length) {
    if (hint >= Layout.LOWEST
        && hint <= Layout.TASK_SIZE - length
        && !memory.mappings().overlaps(hint, hint + length)) {
      return hint;
    }
    long found = below(memory.mappings(), Layout.MMAP_BASE, length);
    return found != 0 ? found : orError(below(memory.mappings(), Layout.TASK_SIZE, length));
  }

  private static long orError(long found) {
    return found != 0 ? found : Errno.ENOMEM.result();
  }

  private static long below(Mappings mappings, long top, long length) {
    long ceiling = top;
    for (int i = mappings.indexOf(top - 1); i >= 0; i--) {
      Mapping mapping = mappings.get(i);
      if (mapping == null || mapping.start() >= top) {
        continue;
      }
      if (ceiling - mapping.end() >= length) {
        return ceiling - length;
      }
      ceiling = Math.min(ceiling, mapping.start());
    }
    return ceiling - Layout.LOWEST >= length ? ceiling - length : 0;
  }
}
