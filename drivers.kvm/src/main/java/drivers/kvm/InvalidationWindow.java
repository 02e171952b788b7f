package drivers.kvm;

/**
 * Which invalidations are going on, and whether one went by. Guarded by the mmu lock.
 *
 * <p>The count says "one is in progress now", the sequence says "one was completed since you
 * looked"; a fault that sees neither has a page that is still right. While several are in progress
 * only the smallest range that covers all of them is known; it stays wide until the last has ended.
 */
final class InvalidationWindow {
  private int count;
  private long sequence;
  private long start;
  private long end;

  /** Counts an invalidation in. */
  void open(long from, long to) {
    start = count == 0 ? from : Math.min(start, from);
    end = count == 0 ? to : Math.max(end, to);
    count++;
  }

  /**
   * Counts an invalidation out.
   *
   * @throws IllegalStateException when none is in progress; nothing has changed then
   */
  void close() {
    if (count == 0) {
      throw new IllegalStateException("R4.1: kvm was told of an end without a start");
    }
    count--;
    passed();
  }

  /** Tells whether one is in progress. */
  boolean any() {
    return count != 0;
  }

  /** Lets every fault that is under way start again. */
  void passed() {
    sequence++;
  }

  /**
   * The sequence that a fault notes before it looks a page up.
   *
   * @return at least 0
   */
  long sequence() {
    return sequence;
  }

  /**
   * Tells whether a page that was looked up must not be installed. A fault outside the covered
   * range goes on during somebody else's invalidation.
   *
   * @param address the page's address
   * @param noted the sequence noted before the page was looked up
   * @return true when the fault has to start again
   */
  boolean collides(long address, long noted) {
    return count != 0 && address >= start && address < end || sequence != noted;
  }
}
