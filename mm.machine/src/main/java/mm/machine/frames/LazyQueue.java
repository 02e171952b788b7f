package mm.machine.frames;

/**
 * The pages that MADV_FREE marked last and that wait to be put on reclaim's list, at most a batch
 * (Linux 6.18 {@code lru_lazyfree}, {@code PAGEVEC_SIZE}). A waiting page is referenced, so after a
 * fork a write copies it even when nobody else maps it any more ({@code wp_can_reuse_anon_folio}).
 * The frames themselves are not held here, which nobody can tell.
 *
 * <p>The queue of new pages is not modelled: a write to one of the last 30 empties this queue too.
 */
public final class LazyQueue {
  private static final int BATCH = 31;

  private final Frames frames;

  /** Guarded by the frames' lock. */
  private final long[] waiting = new long[BATCH];

  private int size;

  LazyQueue(Frames frames) {
    this.frames = frames;
  }

  /** A full batch goes on at once. */
  public void addLocked(int frame) {
    waiting[size++] = frames.handle(frame);
    if (size == BATCH) {
      size = 0;
    }
  }

  /** A huge page does not wait, and takes the others with it. */
  public void drainLocked() {
    size = 0;
  }

  /** Whoever wants pages from the lists, or has taken some off, empties the queues of the CPU. */
  public void drain() {
    frames.lock();
    size = 0;
    frames.unlock();
  }

  public boolean holds(int frame) {
    frames.lock();
    try {
      long handle = frames.handle(frame);
      int i = 0;
      while (i < size && waiting[i] != handle) {
        i++;
      }
      return i < size;
    } finally {
      frames.unlock();
    }
  }
}
