package mm.machine;

import java.util.Arrays;
import mm.spi.Access;

/** What a process maps, page by page, in the slowest and most obvious way. */
final class NaiveModel {
  private static final byte UNMAPPED = -1;

  private final byte[] protection;
  private final boolean[] guarded;

  NaiveModel(int pages) {
    protection = new byte[pages];
    guarded = new boolean[pages];
    Arrays.fill(protection, UNMAPPED);
  }

  private NaiveModel(NaiveModel other) {
    protection = other.protection.clone();
    guarded = other.guarded.clone();
  }

  NaiveModel copy() {
    return new NaiveModel(this);
  }

  void map(int from, int to, Protection allowed) {
    Arrays.fill(protection, from, to, (byte) allowed.bits());
    Arrays.fill(guarded, from, to, false);
  }

  void unmap(int from, int to) {
    Arrays.fill(protection, from, to, UNMAPPED);
    Arrays.fill(guarded, from, to, false);
  }

  /** Changes what lies before the first hole; whether there was none. */
  boolean protect(int from, int to, Protection allowed) {
    for (int page = from; page < to; page++) {
      if (protection[page] == UNMAPPED) {
        return false;
      }
      protection[page] = (byte) allowed.bits();
    }
    return true;
  }

  boolean isMapped(int from, int to) {
    for (int page = from; page < to; page++) {
      if (protection[page] == UNMAPPED) {
        return false;
      }
    }
    return true;
  }

  void guard(int from, int to, boolean on) {
    for (int page = from; page < to; page++) {
      guarded[page] = on && protection[page] != UNMAPPED;
    }
  }

  void move(int from, int to, int pages) {
    for (int i = 0; i < pages; i++) {
      protection[to + i] = protection[from + i];
      guarded[to + i] = guarded[from + i];
    }
    unmap(from, from + pages);
  }

  boolean allows(int page, Access access) {
    return protection[page] != UNMAPPED
        && !guarded[page]
        && Protection.of(protection[page]).allows(access);
  }

  /** Compares with the mappings of a process. */
  void check(UserProcess process) {
    byte[] real = new byte[protection.length];
    Arrays.fill(real, UNMAPPED);
    for (MappingView view : process.maps().list()) {
      int from = (int) ((view.start() - Simulation.A) / Simulation.PAGE);
      int to = (int) ((view.end() - Simulation.A) / Simulation.PAGE);
      Arrays.fill(real, from, to, (byte) view.protection().bits());
    }
    int difference = Arrays.mismatch(real, protection);
    if (difference >= 0) {
      throw new AssertionError("page " + difference + ": " + process.maps().list());
    }
  }
}
