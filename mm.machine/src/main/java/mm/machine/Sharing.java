package mm.machine;

/** Whether writes through a mapping are seen by others. */
public enum Sharing {
  /** Writes stay in this address space (MAP_PRIVATE). */
  PRIVATE,
  /** Writes reach the file, or everybody who maps the same memory (MAP_SHARED). */
  SHARED
}
