package mm.spi;

/** What became of a device's access. */
public enum AccessOutcome {
  /** A translation was there. */
  HIT,
  /** A translation was made and used. */
  MADE,
  /** The page has no mapping or not the right; nothing was made. */
  REFUSED,
  /** Invalidations kept colliding for too long; try again later. */
  BUSY,
  /** The device is quiesced, or its space released. */
  DETACHED
}
