package mm.bench.index;

/** What the indexes hold. A search writes it, so that the miss on it is part of every search. */
public final class Hit {
  /** Bytes of a page, as a shift: addresses are bytes, the peers' keys are pages. */
  static final int PAGE_SHIFT = 12;

  final int startPage;
  final int endPage;
  long tick;

  Hit(int startPage, int endPage) {
    this.startPage = startPage;
    this.endPage = endPage;
  }

  boolean overlaps(int fromPage, int toPage) {
    return startPage < toPage && fromPage < endPage;
  }

  static long address(int page) {
    return (long) page << PAGE_SHIFT;
  }

  @Override
  public String toString() {
    return "[" + startPage + ", " + endPage + ")";
  }
}
