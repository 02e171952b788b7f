package mm.conform.play;

import mm.api.AddressSpace;
import mm.api.MigrationOwner;
import mm.spi.DeviceMemory;
import mm.spi.Page;

/** The memory of a device to which pages can move. */
final class DeviceRoom implements DeviceMemory {
  private static final int PAGES = 256;

  private final MigrationOwner owner;
  private int taken;

  DeviceRoom(String name) {
    owner = MigrationOwner.named(name);
  }

  /** Pages that have moved in and neither moved out nor been freed. */
  synchronized int taken() {
    return taken;
  }

  @Override
  public MigrationOwner owner() {
    return owner;
  }

  @Override
  public synchronized boolean reserve() {
    boolean fits = taken < PAGES;
    taken += fits ? 1 : 0;
    return fits;
  }

  @Override
  public synchronized void release(long frame) {
    taken--;
  }

  @Override
  public void movedIn(AddressSpace space, long address, long source, Page page) {}

  @Override
  public void movedOut(AddressSpace space, long address, long source, long target) {}
}
