package mm.stress.device;

/** What a page holds, or a translation of it shows. */
public enum Contents {
  /** No translation. */
  NOTHING,
  /** As before the section. */
  OLD,
  /** As the section's caller changed it between begin and end. */
  NEW
}
