package mm.machine;

/** Where a file lives. */
public enum FileKind {
  /** On a disk file system that is told of first writes to mapped pages, such as ext4. */
  REGULAR,
  /** In memory only (memfd). */
  MEMORY,
  /** System V shared memory: in memory only, and pages are faulted in one by one. */
  SEGMENT,
  /**
   * Memory of a device, such as registers or a frame buffer: every page of a mapping is present at
   * once, and there is nothing behind it that could be reclaimed, merged, moved or given to another
   * device (Linux {@code remap_pfn_range}, {@code VM_PFNMAP}). Its frames are none of the machine's
   * memory, and are not counted as in use.
   */
  DEVICE
}
