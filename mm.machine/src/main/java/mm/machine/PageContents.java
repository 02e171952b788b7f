package mm.machine;

/** Whether a machine keeps what pages hold: one value for all the bytes of a page. */
public enum PageContents {
  /** Not kept; only {@link UserProcess#fill} makes pages known, until they are written again. */
  UNKNOWN,
  /** Kept through copies, swap, files and devices; 24 bytes or so for each page that was filled. */
  KEPT
}
