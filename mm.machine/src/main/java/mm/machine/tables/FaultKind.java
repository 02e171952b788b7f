package mm.machine.tables;

import mm.spi.Access;

/** What a fault is for. */
public enum FaultKind {
  READ,
  WRITE,
  /** A write that is expected but not made: the page keeps its contents. */
  POPULATE,
  /** A write that ignores the mapping's protection, as by a debugger; it counts as zero bytes. */
  FORCED_WRITE,
  /** A pin for reading, which must not come to share its page (Linux FAULT_FLAG_UNSHARE). */
  UNSHARE;

  public static FaultKind of(Access access) {
    return access == Access.WRITE ? WRITE : READ;
  }

  public boolean writes() {
    return this == WRITE || this == POPULATE || this == FORCED_WRITE;
  }

  /** What the access leaves in the entry. */
  public long marks() {
    return this == WRITE ? Pte.DIRTY | Pte.DATA : writes() ? Pte.DIRTY : 0;
  }
}
