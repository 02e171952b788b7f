package mm.spi;

/**
 * Who a subscriber is and what its callbacks may do.
 *
 * @param name for messages and statistics; a driver's id
 * @param blocking whether they may wait
 * @param failure whether they may decline
 * @param allocation whether they may allocate
 */
public record Declaration(
    String name, MayBlock blocking, MayDecline failure, MayAllocate allocation) {
  /**
   * A subscriber that neither waits nor declines nor allocates.
   *
   * @param name for messages and statistics
   * @return the declaration
   */
  public static Declaration neverBlocking(String name) {
    return new Declaration(name, MayBlock.NEVER, MayDecline.NEVER, MayAllocate.NEVER);
  }

  /**
   * A subscriber that waits where it may and declines where it may not.
   *
   * @param name for messages and statistics
   * @return the declaration
   */
  public static Declaration declining(String name) {
    return new Declaration(name, MayBlock.WHEN_ALLOWED, MayDecline.WHEN_FORBIDDEN, MayAllocate.MAY);
  }
}
