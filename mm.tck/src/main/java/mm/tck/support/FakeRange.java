package mm.tck.support;

import mm.api.AddressSpace;
import mm.api.Blocking;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.api.MigrationOwner;

/**
 * A section's range, by hand.
 *
 * @param start first address
 * @param end first address after it
 * @param event why
 * @param blocking whether callbacks may wait
 * @param owner who migrates
 */
public record FakeRange(
    long start, long end, InvalidationEvent event, Blocking blocking, MigrationOwner owner)
    implements InvalidationRange {
  /**
   * A range in which callbacks may wait.
   *
   * @param start first address
   * @param end first address after it
   * @return the range, CLEAR
   */
  public static FakeRange blockable(long start, long end) {
    return of(start, end, Blocking.ALLOWED);
  }

  /**
   * A range in which callbacks must not wait.
   *
   * @param start first address
   * @param end first address after it
   * @return the range, CLEAR
   */
  public static FakeRange nonBlockable(long start, long end) {
    return of(start, end, Blocking.FORBIDDEN);
  }

  /**
   * A range of either kind.
   *
   * @param start first address
   * @param end first address after it
   * @param blocking whether callbacks may wait
   * @return the range, CLEAR
   */
  public static FakeRange of(long start, long end, Blocking blocking) {
    return new FakeRange(start, end, InvalidationEvent.CLEAR, blocking, MigrationOwner.NONE);
  }

  /**
   * One page, blockable.
   *
   * @param address the page's address
   * @return the range, CLEAR
   */
  public static FakeRange page(long address) {
    return blockable(address, address + 4096);
  }

  /**
   * The same range for another reason.
   *
   * @param why the event
   * @param who the owner
   * @return a new range
   */
  public FakeRange because(InvalidationEvent why, MigrationOwner who) {
    return new FakeRange(start, end, why, blocking, who);
  }

  @Override
  public AddressSpace space() {
    throw new UnsupportedOperationException("the driver knows its space");
  }
}
