package mm.machine.frames;

import java.util.BitSet;

/**
 * The pool of 2 MiB pages: how many there are, how many are in use, and how many of the others are
 * promised to mappings (Linux {@code resv_huge_pages}). Guarded by the frames' lock.
 */
public final class HugetlbPool {
  /** Which of its pages somebody may have. */
  public enum Claim {
    /** One that was promised. */
    PROMISED,
    /** One that is promised to nobody. */
    ANY
  }

  /** By number of run: whether it is a page of the pool; these are never split. */
  private final BitSet runs = new BitSet();

  private int size;
  private int inUse;
  private int promised;

  HugetlbPool() {}

  /** Pages in use, and promised ones, stay. */
  void resizeLocked(int pages) {
    size = Math.max(pages, inUse + promised);
  }

  /** Promises pages, or none if there are not so many. */
  public boolean promiseLocked(long pages) {
    boolean fits = pages <= size - inUse - promised;
    if (fits) {
      promised += (int) pages;
    }
    return fits;
  }

  /** Promises pages that are on their way back into the pool. */
  public void promiseAgainLocked(long pages) {
    promised += (int) pages;
  }

  public void withdrawLocked(long pages) {
    promised -= (int) pages;
  }

  boolean mayTakeLocked(Claim claim) {
    return inUse < size && (claim == Claim.PROMISED || inUse + promised < size);
  }

  void takenLocked(int run, Claim claim) {
    inUse++;
    promised -= claim == Claim.PROMISED ? 1 : 0;
    runs.set(run);
  }

  /** A huge page was freed, which may be one of the pool. */
  void freedLocked(int run) {
    if (runs.get(run)) {
      runs.clear(run);
      inUse--;
    }
  }

  boolean holdsLocked(int run) {
    return runs.get(run);
  }
}
