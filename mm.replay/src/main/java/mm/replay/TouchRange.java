package mm.replay;

/**
 * A range that a device may look at.
 *
 * @param start first address, page aligned
 * @param end first address after the range
 */
record TouchRange(long start, long end) {}
