package mm.machine.faults;

import mm.machine.memory.Mapping;
import mm.machine.tables.Layout;

/** The pages of a device's memory, which are mapped with the mapping and never faulted in. */
public final class ForeignPages {
  private ForeignPages() {}

  /** Makes every page present, as a driver's mmap does; the mapping is new, so nobody is told. */
  public static void install(Mapping mapping) {
    long bits = mapping.isPrivate() ? mapping.readBits() : mapping.writeBits();
    for (long page = mapping.start(); page < mapping.end(); page += Layout.PAGE) {
      int frame = mapping.backing().cachedOrRead(mapping.offsetAt(page));
      FileFault.map(mapping, page, frame, bits);
    }
  }
}
