package drivers.hmm;

import mm.spi.Access;
import mm.spi.Look;

/** What a snapshot says of one page. */
enum Seen {
  /** Nothing is mapped, or it may not be read. */
  ERROR,
  /** Nothing is present, or it is in another device's memory. */
  NONE,
  /** The zero page. */
  ZERO,
  /** Present, to be read. */
  READ,
  /** Present, to be written too. */
  WRITE,
  /** Present in a block of 2 MiB, to be read. */
  READ_BLOCK,
  /** Present in a block of 2 MiB, to be written too. */
  WRITE_BLOCK,
  /** In the device's own memory, to be read. */
  LOCAL_READ,
  /** In the device's own memory, to be written too. */
  LOCAL_WRITE;

  static Seen of(Look look) {
    boolean writable = look.page().rights() == Access.WRITE;
    return switch (look.standing()) {
      case FORBIDDEN -> ERROR;
      case ABSENT -> NONE;
      case ZERO -> ZERO;
      case SYSTEM -> system(look.size(), writable);
      case DEVICE -> writable ? LOCAL_WRITE : LOCAL_READ;
    };
  }

  private static Seen system(Look.Size size, boolean writable) {
    return switch (size) {
      case PAGE -> writable ? WRITE : READ;
      case BLOCK -> writable ? WRITE_BLOCK : READ_BLOCK;
    };
  }
}
