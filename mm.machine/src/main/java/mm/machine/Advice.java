package mm.machine;

/** Advice about memory, with the names of Linux without {@code MADV_}. */
public enum Advice {
  /** No special use. */
  NORMAL,
  /** Random order. */
  RANDOM,
  /** Ascending order. */
  SEQUENTIAL,
  /** Soon needed. */
  WILLNEED,
  /** Pages are discarded now. */
  DONTNEED,
  /** Pages are discarded now, also locked ones. */
  DONTNEED_LOCKED,
  /** Pages may be discarded until they are written. */
  FREE,
  /** The memory behind the mapping is released: a hole is punched. */
  REMOVE,
  /** A forked child does not get the mapping. */
  DONTFORK,
  /** A forked child gets the mapping. */
  DOFORK,
  /** A forked child gets the mapping without contents. */
  WIPEONFORK,
  /** A forked child gets the mapping with contents. */
  KEEPONFORK,
  /** Equal pages may be merged. */
  MERGEABLE,
  /** Equal pages stay apart. */
  UNMERGEABLE,
  /** Huge pages are welcome. */
  HUGEPAGE,
  /** Huge pages are not welcome. */
  NOHUGEPAGE,
  /** Not part of a core dump. */
  DONTDUMP,
  /** Part of a core dump. */
  DODUMP,
  /** Pages are unlikely to be used soon. */
  COLD,
  /** Pages are reclaimed now. */
  PAGEOUT,
  /** Pages are made present for reading. */
  POPULATE_READ,
  /** Pages are made present for writing. */
  POPULATE_WRITE,
  /** Small pages are gathered into huge ones. */
  COLLAPSE,
  /** Pages are discarded and every access fails. */
  GUARD_INSTALL,
  /** Accesses no longer fail. */
  GUARD_REMOVE
}
