package drivers.hmm;

import java.util.concurrent.atomic.AtomicInteger;
import mm.api.AddressSpace;
import mm.api.MigrationOwner;
import mm.spi.DeviceMemory;
import mm.spi.Page;
import mm.spi.PageSource;

/**
 * The device's memory, which the CPU cannot reach. Pages go in when a test asks for it, and come
 * back when the CPU touches them.
 */
final class HmmMemory implements DeviceMemory {
  /** Pages that fit: 256 MiB, as in test_hmm. */
  static final int CAPACITY = 1 << 16;

  private final Mirror mirror;
  private final AddressSpace space;
  private final PageSource pages;

  /** No lock: it is given back under locks of the page source (DeviceMemory.release). */
  private final AtomicInteger room = new AtomicInteger(CAPACITY);

  HmmMemory(Mirror mirror, AddressSpace space, PageSource pages) {
    this.mirror = mirror;
    this.space = space;
    this.pages = pages;
  }

  int room() {
    return room.get();
  }

  @Override
  public MigrationOwner owner() {
    return mirror.owner();
  }

  @Override
  public boolean reserve() {
    if (room.getAndDecrement() > 0) {
      return true;
    }
    room.getAndIncrement();
    return false;
  }

  @Override
  public void release(long frame) {
    room.getAndIncrement();
  }

  @Override
  public void movedIn(AddressSpace whose, long address, long source, Page page) {
    if (source != 0) {
      pages.copy(source, page.frame());
    }
    if (whose == space) {
      mirror.moveIn(address, page);
    }
  }

  @Override
  public void movedOut(AddressSpace whose, long address, long source, long target) {
    if (target != 0) {
      pages.copy(source, target);
    }
    if (whose == space) {
      mirror.moveOut(address);
    }
  }
}
