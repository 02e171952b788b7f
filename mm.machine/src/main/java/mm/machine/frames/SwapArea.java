package mm.machine.frames;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The swap area: how many page-table entries know each slot, and which frame a slot's page was read
 * into while others still know it by the slot (the swap cache, as far as it can be told apart).
 * Guarded by the frames' lock.
 */
public final class SwapArea {
  public static final int FULL = -1;

  private final Frames frames;
  private final Map<Integer, Integer> frameOfSlot = new HashMap<>();
  private final Map<Integer, Integer> slotOfFrame = new HashMap<>();
  private final StoredContents stored = new StoredContents();
  private int[] users = {};
  private int limit;
  private int next;
  private int used;

  SwapArea(Frames frames) {
    this.frames = frames;
  }

  /** Pages from now on; 0 switches it off for new pages. */
  public void resizeLocked(int pages) {
    limit = pages;
    next = 0;
    users = Arrays.copyOf(users, Math.max(users.length, pages));
  }

  public boolean hasRoomLocked() {
    return used < limit;
  }

  public int limitLocked() {
    return limit;
  }

  public int usedLocked() {
    return used;
  }

  public int usersLocked(int slot) {
    return users[slot];
  }

  /** A slot with one user, or {@link #FULL}. */
  public int allocateLocked() {
    if (!hasRoomLocked()) {
      return FULL;
    }
    while (users[next % limit] != 0) {
      next++;
    }
    int slot = next++ % limit;
    users[slot] = 1;
    used++;
    return slot;
  }

  /** The slot to which a frame's page goes: where others know it already, or a new one. */
  public int slotForLocked(int frame) {
    Integer known = slotOfFrame.get(frame);
    if (known == null) {
      return allocateLocked();
    }
    users[known]++;
    return known;
  }

  public void shareLocked(int slot) {
    users[slot]++;
  }

  /** One user less; the last one frees the slot. */
  public void releaseLocked(int slot) {
    if (--users[slot] == 0) {
      used--;
      stored.dropLocked(slot, slot + 1);
      Integer frame = frameOfSlot.get(slot);
      if (frame != null) {
        forgetLocked(frame);
      }
    }
  }

  /** The frame that holds the slot's page already, or {@link Frames#NONE}. */
  public int frameLocked(int slot) {
    return frameOfSlot.getOrDefault(slot, Frames.NONE);
  }

  /** The slot's page is in a frame now, for everybody who still knows the slot. */
  public void rememberLocked(int slot, int frame) {
    frameOfSlot.put(slot, frame);
    slotOfFrame.put(frame, slot);
    frames.setLocked(frame, Frames.SWAPPED);
  }

  /** The page in a frame is written to a slot. */
  public void saveLocked(int slot, int frame) {
    stored.saveLocked(slot, frames.contents(), frame);
  }

  /** A slot's page is read into a fresh frame. */
  public void loadLocked(int slot, int frame) {
    stored.loadLocked(slot, frames.contents(), frame, 0);
  }

  void forgetLocked(int frame) {
    frameOfSlot.remove(slotOfFrame.remove(frame));
    frames.clearLocked(frame, Frames.SWAPPED);
  }
}
