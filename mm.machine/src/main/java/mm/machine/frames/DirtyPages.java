package mm.machine.frames;

import java.util.BitSet;

/**
 * Private pages that are known to be written although no entry says so any more: the mark of an
 * entry goes over to the page when reclaim, or the split of a huge page, takes the entry away
 * (Linux {@code PG_dirty}). MADV_FREE leaves them alone where others map them too. Guarded by the
 * frames' lock.
 */
public final class DirtyPages {
  private final BitSet frames = new BitSet();

  public void addLocked(int frame) {
    frames.set(frame);
  }

  public boolean hasLocked(int frame) {
    return frames.get(frame);
  }

  /** It is freed, or may be lost from now on. */
  public void removeLocked(int frame) {
    frames.clear(frame);
  }
}
