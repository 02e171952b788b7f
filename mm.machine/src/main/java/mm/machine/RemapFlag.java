package mm.machine;

/** How an mremap may change the address. */
public enum RemapFlag {
  /** The mapping may move (MREMAP_MAYMOVE). */
  MAYMOVE,
  /** It moves to a given address, replacing what is there (MREMAP_FIXED). */
  FIXED,
  /** The old addresses stay mapped, without pages (MREMAP_DONTUNMAP). */
  DONTUNMAP
}
