package mm.bench.callback;

import mm.api.AddressSpace;
import mm.api.Blocking;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.api.MigrationOwner;

/**
 * What a callback is told where there is no engine.
 *
 * @param start first address
 * @param end first address after it
 */
public record FixedRange(long start, long end) implements InvalidationRange {
  @Override
  public InvalidationEvent event() {
    return InvalidationEvent.UNMAP;
  }

  @Override
  public Blocking blocking() {
    return Blocking.ALLOWED;
  }

  @Override
  public MigrationOwner owner() {
    return MigrationOwner.NONE;
  }

  /** There is none, and no callback of this module asks. */
  @Override
  public AddressSpace space() {
    throw new UnsupportedOperationException();
  }
}
