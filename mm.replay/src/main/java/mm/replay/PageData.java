package mm.replay;

import java.util.OptionalLong;

/** What the pages of a memory hold: one value a page. May be used from any thread. */
interface PageData {
  /** Reads a frame as a device does. */
  long load(long frame);

  /** Writes a frame as a device does. */
  void store(long frame, long value);

  /** What the CPU would read at an address; empty when it would fault. */
  OptionalLong cpu(long address);
}
