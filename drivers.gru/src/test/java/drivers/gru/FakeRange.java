package drivers.gru;

import mm.api.AddressSpace;
import mm.api.Blocking;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.api.MigrationOwner;

/** A section's range, by hand. */
record FakeRange(long start, long end) implements InvalidationRange {
  static FakeRange page(long address) {
    return new FakeRange(address, address + 4096);
  }

  @Override
  public InvalidationEvent event() {
    return InvalidationEvent.CLEAR;
  }

  @Override
  public Blocking blocking() {
    return Blocking.ALLOWED;
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
