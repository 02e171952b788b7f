package drivers.i915;

import mm.api.AddressSpace;
import mm.api.Blocking;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.api.MigrationOwner;

/** A section's range, by hand. */
record FakeRange(long start, long end, Blocking blocking) implements InvalidationRange {
  static FakeRange blockable(long start, long end) {
    return new FakeRange(start, end, Blocking.ALLOWED);
  }

  static FakeRange nonBlockable(long start, long end) {
    return new FakeRange(start, end, Blocking.FORBIDDEN);
  }

  @Override
  public InvalidationEvent event() {
    return InvalidationEvent.CLEAR;
  }

  @Override
  public MigrationOwner owner() {
    return MigrationOwner.NONE;
  }

  @Override
  public AddressSpace space() {
    throw new UnsupportedOperationException("the driver knows its space");
  }
}
