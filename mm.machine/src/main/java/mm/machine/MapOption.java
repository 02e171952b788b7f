package mm.machine;

/** Further wishes for a new mapping. */
public enum MapOption {
  /** No swap space is reserved (MAP_NORESERVE). Keeps apart mappings that differ in it. */
  NORESERVE,
  /** Pages are made present at once (MAP_POPULATE). */
  POPULATE,
  /** Pages are made present at once and stay (MAP_LOCKED). */
  LOCKED
}
