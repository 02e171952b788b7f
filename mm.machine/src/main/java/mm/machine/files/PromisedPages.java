package mm.machine.files;

import java.util.SortedSet;
import java.util.TreeSet;
import mm.machine.frames.HugetlbPool;
import mm.machine.frames.HugetlbPool.Claim;
import mm.machine.tables.Layout;

/**
 * Which pages of 2 MiB of a file the hugetlb pool has promised, by their first page of 4 KiB.
 * Guarded by the file's cache lock; needs the frames' lock, too.
 */
final class PromisedPages {
  private final TreeSet<Long> firsts = new TreeSet<>();

  /** Asks for a promise of all pages; whether it was given. */
  boolean promiseAllLocked(HugetlbPool pool, long pages) {
    boolean given = pool.promiseLocked(pages / Layout.ENTRIES);
    for (long first = 0; given && first < pages; first += Layout.ENTRIES) {
      firsts.add(first);
    }
    return given;
  }

  Claim claim(long first) {
    return firsts.contains(first) ? Claim.PROMISED : Claim.ANY;
  }

  /** The page is there. */
  void keptLocked(long first) {
    firsts.remove(first);
  }

  void withdrawLocked(HugetlbPool pool, long from, long to) {
    SortedSet<Long> gone = firsts.subSet(from, to);
    pool.withdrawLocked(gone.size());
    gone.clear();
  }
}
