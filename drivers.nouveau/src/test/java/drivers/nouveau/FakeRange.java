package drivers.nouveau;

import mm.api.AddressSpace;
import mm.api.Blocking;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.api.MigrationOwner;

/** A section's range, by hand. */
record FakeRange(
    long start, long end, InvalidationEvent event, Blocking blocking, MigrationOwner owner)
    implements InvalidationRange {
  static FakeRange blockable(long start, long end) {
    return new FakeRange(
        start, end, InvalidationEvent.CLEAR, Blocking.ALLOWED, MigrationOwner.NONE);
  }

  static FakeRange nonBlockable(long start, long end) {
    return new FakeRange(
        start, end, InvalidationEvent.UNMAP, Blocking.FORBIDDEN, MigrationOwner.NONE);
  }

  FakeRange because(InvalidationEvent why, MigrationOwner who) {
    return new FakeRange(start, end, why, blocking, who);
  }

  @Override
  public AddressSpace space() {
    throw new UnsupportedOperationException("the driver knows its space");
  }
}
