package mm.replay;

import java.util.Random;
import mm.api.AddressRange;
import mm.spi.Access;

/** Lets the devices of a memory touch pages between two events. */
final class DevicePolicy {
  /** Enough to have something in every range, little enough for recordings that map terabytes. */
  private static final int PAGES_PER_RANGE = 16;

  private static final int RANDOM_PAGES = 4;

  private final DeviceChoice choice;
  private final DeviceTraffic traffic;
  private final Random random;

  DevicePolicy(DeviceChoice choice, long seed, DeviceTraffic traffic) {
    this.choice = choice;
    this.traffic = traffic;
    random = new Random(seed);
  }

  void after(Memory memory) {
    switch (choice) {
      case MIRROR -> memory.takeTouched().forEach(range -> mirror(memory, range));
      case RANDOM -> {
        memory.takeTouched();
        atRandom(memory);
      }
      default -> memory.takeTouched();
    }
  }

  /** The first pages of the range, and its last one, where off-by-one errors show. */
  private void mirror(Memory memory, TouchRange range) {
    long end = Math.min(range.end(), range.start() + PAGES_PER_RANGE * AddressRange.PAGE_SIZE);
    for (long page = range.start(); page < end; page += AddressRange.PAGE_SIZE) {
      touch(memory, page);
    }
    if (end < range.end()) {
      touch(memory, range.end() - AddressRange.PAGE_SIZE);
    }
  }

  private void atRandom(Memory memory) {
    for (int i = 0; i < RANDOM_PAGES; i++) {
      TouchRange range = memory.mapped(random.nextInt(Integer.MAX_VALUE));
      if (range != null) {
        long pages = (range.end() - range.start()) >>> AddressRange.PAGE_SHIFT;
        touch(memory, range.start() + (random.nextLong(pages) << AddressRange.PAGE_SHIFT));
      }
    }
  }

  private void touch(Memory memory, long page) {
    traffic.use(memory, page, random.nextBoolean() ? Access.WRITE : Access.READ);
  }
}
