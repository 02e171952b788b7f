package mm.machine;

/** Where a file lives. */
public enum FileKind {
  /** On a disk file system that is told of first writes to mapped pages, such as ext4. */
  REGULAR,
  /** In memory only (memfd). */
  MEMORY,
  /** System V shared memory: in memory only, and pages are faulted in one by one. */
  SEGMENT
}
