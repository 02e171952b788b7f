package mm.machine;

/** What the address of a new mapping means. */
public enum Placement {
  /** A hint; 0 for none. */
  ANYWHERE,
  /** Exactly there, replacing what is mapped (MAP_FIXED). */
  FIXED,
  /** Exactly there, or not at all (MAP_FIXED_NOREPLACE). */
  FIXED_NOREPLACE
}
