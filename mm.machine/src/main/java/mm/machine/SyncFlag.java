package mm.machine;

/** How an msync writes back, with the names of Linux without {@code MS_}. */
public enum SyncFlag {
  /** Later; since Linux 2.6.19 this does nothing. */
  ASYNC,
  /** Now. */
  SYNC,
  /** Other copies are stale; only checks that nothing is locked. */
  INVALIDATE
}
