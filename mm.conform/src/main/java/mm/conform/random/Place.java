package mm.conform.random;

/**
 * Some pages.
 *
 * @param region the region's letter
 * @param page the first
 * @param pages how many, at least 1
 */
record Place(String region, long page, long pages) {
  long end() {
    return page + pages;
  }

  Place withPages(long number) {
    return new Place(region, page, Math.max(1, number));
  }

  /** Whole blocks of 512 pages. */
  Place inBlocks() {
    long from = page & -512;
    return new Place(region, from, (pages + 511) / 512 * 512);
  }
}
