package mm.machine;

/** Further wishes for a new mapping. */
public enum MapOption {
  /** No swap space is reserved (MAP_NORESERVE). Keeps apart mappings that differ in it. */
  NORESERVE,
  /** Pages are made present at once (MAP_POPULATE). */
  POPULATE,
  /** Pages are made present at once and stay (MAP_LOCKED). */
  LOCKED,
  /**
   * Fresh memory in pages of 2 MiB from the machine's pool (MAP_HUGETLB), which promises all of
   * them or refuses with ENOMEM; with {@link #NORESERVE} it promises none, and an empty pool shows
   * as SIGBUS. Length is rounded up, a fixed address has to be a multiple of 2 MiB.
   */
  HUGETLB
}
