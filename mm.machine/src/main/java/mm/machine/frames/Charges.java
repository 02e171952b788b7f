package mm.machine.frames;

import java.util.Arrays;

/** Which group each page is charged to, and how many each has. Guarded by the frames' lock. */
public final class Charges {
  private static final int NOBODY = 0;

  private char[] groups = {};
  private int[] used = {0};

  Charges() {}

  /** The number of a further group; at most 65,535. */
  public int newGroupLocked() {
    used = Arrays.copyOf(used, used.length + 1);
    return used.length - 1;
  }

  /** Charges a page to a group, unless somebody has it already; for as long as it is in use. */
  public void chargeLocked(int frame, int group) {
    if (frame >= groups.length) {
      groups = Arrays.copyOf(groups, Math.max(frame + 1, groups.length * 2));
    }
    if (groups[frame] == NOBODY) {
      groups[frame] = (char) group;
      used[group]++;
    }
  }

  void freedLocked(int frame) {
    if (frame < groups.length && groups[frame] != NOBODY) {
      used[groups[frame]]--;
      groups[frame] = NOBODY;
    }
  }

  public int usedLocked(int group) {
    return used[group];
  }
}
