package drivers.gru;

import mm.spi.Access;
import mm.spi.Page;
import mm.spi.TranslationVisitor;

/**
 * One GRU chiplet and what the space has there: an address space id (asid), under which entries of
 * its TLB are found, and a context that is loaded or not. Guarded by the lock of {@link GruMm}.
 *
 * <p>An unloaded context keeps its asid, and with it its entries, in the hope to come back. An
 * invalidation does not look for them: it takes the asid away, and the next load gets a fresh one.
 */
final class GruChiplet {
  /** Asids are 24 bits wide. */
  static final int ASIDS = 1 << 24;

  private final GruTlb tlb = new GruTlb();
  private final int asids;
  private int lastAsid = GruTlb.NO_ASID;
  private int asid = GruTlb.NO_ASID;
  private boolean loaded;

  GruChiplet(int asids) {
    this.asids = asids;
  }

  /** Loads the context; it comes back to its entries unless its asid was taken away. */
  void load() {
    loaded = true;
    if (asid == GruTlb.NO_ASID) {
      asid = freshAsid();
    }
  }

  /** Unloads the context, which keeps its asid. */
  void unload() {
    loaded = false;
  }

  /** When all asids were used, entries of old ones could come back to life: all must go. */
  private int freshAsid() {
    lastAsid++;
    if (lastAsid == asids) {
      tlb.clear();
      lastAsid = GruTlb.NO_ASID + 1;
    }
    return lastAsid;
  }

  /**
   * Makes the entries of {@code [from, to)} unusable.
   *
   * @return how many entries became unusable, in the range or elsewhere
   */
  int invalidate(long from, long to) {
    if (loaded) {
      return tlb.purge(asid, from, to);
    }
    int lost = held();
    asid = GruTlb.NO_ASID;
    return lost;
  }

  /** Takes the asid away, and with it every entry. */
  int forget() {
    int before = held();
    asid = GruTlb.NO_ASID;
    unload();
    return before;
  }

  boolean allows(long page, Access access) {
    return tlb.allows(asid, page, access);
  }

  /** Where an entry that {@link #allows} something leads. */
  long frame(long page) {
    return tlb.frame(asid, page);
  }

  /** Writes an entry and returns how many were lost for it. */
  int dropIn(long page, Page target) {
    return tlb.dropIn(asid, page, target.frame(), target.rights());
  }

  /** How many entries are usable, now or when the context comes back. */
  int held() {
    return held(0, Long.MAX_VALUE);
  }

  /** How many of {@code [from, to)} are. */
  int held(long from, long to) {
    return asid == GruTlb.NO_ASID ? 0 : tlb.count(asid, from, to);
  }

  void forEach(long from, long to, TranslationVisitor visitor) {
    if (asid != GruTlb.NO_ASID) {
      tlb.forEach(asid, from, to, visitor);
    }
  }
}
