package %PACKAGE%;

import java.util.Arrays;
import mm.api.AddressRange;
import mm.spi.Access;
import mm.spi.Page;
import mm.spi.TranslationVisitor;

/**
 * The translations that the device holds: a small direct-mapped table. Not thread-safe; the
 * device's lock guards it. It allocates nothing, so callbacks may use it.
 *
 * <p>BLANK: the table of your hardware, in its own form.
 */
final class Translations {
  private static final int ENTRIES = 256;
  private static final long NONE = -1;

  private final long[] pages = new long[ENTRIES];
  private final long[] frames = new long[ENTRIES];
  private final Access[] rights = new Access[ENTRIES];
  private long held;
  private long made;
  private long dropped;

  Translations() {
    Arrays.fill(pages, NONE);
  }

  private static int slot(long page) {
    return (int) (page / AddressRange.PAGE_SIZE % ENTRIES);
  }

  boolean allows(long page, Access access) {
    int slot = slot(page);
    return pages[slot] == page && (access == Access.READ || rights[slot] == Access.WRITE);
  }

  void enter(long page, Page found) {
    int slot = slot(page);
    drop(slot);
    pages[slot] = page;
    frames[slot] = found.frame();
    rights[slot] = found.rights();
    held++;
    made++;
  }

  /** Drops what is in the range [start, end); answers whether there was anything. */
  boolean drop(long start, long end) {
    long before = dropped;
    for (int slot = 0; slot < ENTRIES; slot++) {
      if (pages[slot] >= start && pages[slot] < end) {
        drop(slot);
      }
    }
    return dropped > before;
  }

  private void drop(int slot) {
    if (pages[slot] != NONE) {
      pages[slot] = NONE;
      held--;
      dropped++;
    }
  }

  void show(AddressRange range, TranslationVisitor visitor) {
    for (int slot = 0; slot < ENTRIES; slot++) {
      if (pages[slot] != NONE && range.contains(pages[slot])) {
        visitor.visit(pages[slot], frames[slot], rights[slot]);
      }
    }
  }

  long held() {
    return held;
  }

  long made() {
    return made;
  }

  long dropped() {
    return dropped;
  }
}
