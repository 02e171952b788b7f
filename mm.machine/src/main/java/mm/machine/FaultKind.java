package mm.machine;

import mm.spi.Access;

/** What a fault is for. */
enum FaultKind {
  READ,
  WRITE,
  /** A write that ignores the mapping's protection, as by a debugger. */
  FORCED_WRITE,
  /** A pin for reading, which must not come to share its page (Linux FAULT_FLAG_UNSHARE). */
  UNSHARE;

  static FaultKind of(Access access) {
    return access == Access.WRITE ? WRITE : READ;
  }

  boolean writes() {
    return this == WRITE || this == FORCED_WRITE;
  }
}
