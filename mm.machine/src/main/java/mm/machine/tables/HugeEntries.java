package mm.machine.tables;

import java.util.Arrays;
import mm.machine.frames.Frames;

/**
 * Leaf tables that stand for the one entry of a huge page: 512 entries that all carry {@link
 * Pte#HUGE}. Devices and the shadow checker read them like any others.
 */
public final class HugeEntries {
  private HugeEntries() {}

  public static void fill(long[] leaf, int head, long bits) {
    for (int i = 0; i < leaf.length; i++) {
      leaf[i] = Pte.of(head + i, bits | Pte.HUGE);
    }
  }

  public static void fillZero(long[] leaf, long bits) {
    Arrays.fill(leaf, Pte.of(Frames.ZERO, bits | Pte.HUGE));
  }

  /** From now on the entries are single ones. */
  public static void unmark(long[] leaf) {
    for (int i = 0; i < leaf.length; i++) {
      leaf[i] &= ~Pte.HUGE;
    }
  }
}
