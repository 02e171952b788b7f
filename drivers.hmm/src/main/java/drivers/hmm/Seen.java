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
      case SYSTEM -> writable ? WRITE : READ;
      case DEVICE -> writable ? LOCAL_WRITE : LOCAL_READ;
    };
  }
}
