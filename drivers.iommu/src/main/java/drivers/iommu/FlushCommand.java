package drivers.iommu;

import mm.api.AddressRange;

/**
 * What an IOMMU can be told to drop. A range that does not fit a command is flushed by a larger
 * one: dropping too much costs a walk, dropping too little is a use after free.
 *
 * <p><b>The borders.</b> Linux had both mistakes that there are (e7ad6c2a4b1a, and the like in the
 * SMMU driver): a page count that overflows when the range is the whole space, and an exclusive end
 * taken for the last address. So the end is made inclusive before it is compared, and pages are
 * counted from page numbers, which leave room above the last one.
 */
enum FlushCommand {
  /** AMD: one page, or all that the PASID has. */
  PAGE_OR_PASID {
    @Override
    int run(Iotlb tlb, long start, long end) {
      long last = end - 1;
      long page = start >>> AddressRange.PAGE_SHIFT;
      return (start ^ last) < AddressRange.PAGE_SIZE ? tlb.drop(page, page + 1) : tlb.dropAll();
    }
  },

  /** Intel: blocks of a power of two of pages, aligned to their size; two at most cover a range. */
  ALIGNED_BLOCKS {
    @Override
    int run(Iotlb tlb, long start, long end) {
      long to = end >>> AddressRange.PAGE_SHIFT;
      long from = start >>> AddressRange.PAGE_SHIFT;
      long block = roundedUp(to - from);
      int dropped = 0;
      for (long at = from & -block; at < to; at += block) {
        dropped += tlb.drop(at, at + block);
      }
      return dropped;
    }
  };

  /**
   * Drops at least the entries of {@code [start, end)}.
   *
   * @return how many were dropped
   */
  abstract int run(Iotlb tlb, long start, long end);

  /** The smallest power of two that is not less than a number of pages. */
  static long roundedUp(long pages) {
    return pages == 1 ? 1 : Long.highestOneBit(pages - 1) << 1;
  }
}
