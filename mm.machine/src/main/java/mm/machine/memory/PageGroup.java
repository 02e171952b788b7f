package mm.machine.memory;

import mm.machine.frames.Charges;
import mm.machine.frames.Frames;
import mm.machine.tables.Pte;

/**
 * The memories whose pages can be reclaimed together (Linux memory cgroup). Pages are counted only
 * from the first limit on.
 */
public final class PageGroup {
  private final String name;
  private final Frames frames;
  private volatile long limit = Long.MAX_VALUE;

  /** By which charges know it; written once, before the first limit. */
  private int number;

  public PageGroup(String name, Frames frames) {
    this.name = name;
    this.frames = frames;
  }

  public String name() {
    return name;
  }

  public boolean isLimited() {
    return limit != Long.MAX_VALUE;
  }

  public long limit() {
    return limit;
  }

  public void setLimit(long pages) {
    frames.lock();
    try {
      if (number == 0) {
        number = frames.chargesLocked().newGroupLocked();
      }
      limit = pages;
    } finally {
      frames.unlock();
    }
  }

  public long charged() {
    frames.lock();
    try {
      return number == 0 ? 0 : frames.chargesLocked().usedLocked(number);
    } finally {
      frames.unlock();
    }
  }

  public boolean hasRoomFor(int pages) {
    return !isLimited() || charged() + pages <= limit;
  }

  /** Charges the pages that entries lead to, those of others and the zero page excepted. */
  public void charge(long[] entries, int from, int to) {
    frames.lock();
    try {
      Charges charges = frames.chargesLocked();
      for (int i = from; i < to; i++) {
        if (Pte.isPresent(entries[i]) && !Pte.isZeroPage(entries[i])) {
          charges.chargeLocked(Pte.frame(entries[i]), number);
        }
      }
    } finally {
      frames.unlock();
    }
  }
}
