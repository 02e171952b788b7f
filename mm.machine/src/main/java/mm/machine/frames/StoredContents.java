package mm.machine.frames;

import java.util.TreeMap;

/**
 * What pages hold while they are in no frame, by number: on disk or in the swap area. Empty unless
 * contents are kept. Guarded by the frames' lock.
 */
public final class StoredContents {
  private final TreeMap<Long, Long> values = new TreeMap<>();

  /** A page leaves its frame. */
  public void saveLocked(long number, Contents contents, int frame) {
    if (contents.isKept()) {
      values.put(number, contents.load(frame));
    }
  }

  /**
   * A page is read into a frame.
   *
   * @param otherwise what it holds if it was never saved
   */
  public void loadLocked(long number, Contents contents, int frame, long otherwise) {
    if (contents.isKept()) {
      contents.putLocked(frame, values.getOrDefault(number, otherwise));
    }
  }

  public void dropLocked(long from, long to) {
    values.subMap(from, to).clear();
  }
}
