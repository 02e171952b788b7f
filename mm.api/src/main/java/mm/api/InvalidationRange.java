package mm.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * What a callback is told of its section: a view, valid only while the callback runs.
 *
 * <p>The engine reuses the object behind it; a driver that wants to keep something copies it
 * ({@link #toRange()}). Read by the callback's thread only; every method costs a field read.
 */
@ProviderType
public interface InvalidationRange {
  /**
   * First address of the range, not clipped to any subscription.
   *
   * @return bytes, page aligned
   */
  long start();

  /**
   * First address after the range.
   *
   * @return bytes, page aligned
   */
  long end();

  /**
   * Why the range is invalidated.
   *
   * @return the event
   */
  InvalidationEvent event();

  /**
   * Whether this callback may wait.
   *
   * @return {@link Blocking#FORBIDDEN} in a section begun by {@link AddressSpace#tryBegin}
   */
  Blocking blocking();

  /**
   * Who migrates.
   *
   * @return the caller's token with MIGRATE and EXCLUSIVE, else {@link MigrationOwner#NONE}
   */
  MigrationOwner owner();

  /**
   * The address space that changes.
   *
   * @return the space
   */
  AddressSpace space();

  /**
   * A copy that may be kept.
   *
   * @return the bounds
   */
  default AddressRange toRange() {
    return new AddressRange(start(), end());
  }

  /**
   * Tells whether this range shares an address with another.
   *
   * @param from first address of the other range
   * @param to first address after the other range
   * @return true when they overlap
   */
  default boolean overlaps(long from, long to) {
    return start() < to && from < end();
  }
}
