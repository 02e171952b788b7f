package mm.machine;

/** What the reaper does with notifiers; one for each step that Linux took. */
public enum ReaperPolicy {
  /** Up to 4.13: takes the memory and tells nobody. */
  UNANNOUNCED,
  /** 4d4bbd8526a8 (4.14): leaves a space with any notifier alone, after a second. */
  SKIP_NOTIFIED,
  /**
   * 5ff7091f5a2c (4.16): leaves it alone if a notifier may block, else announces as munmap does.
   */
  SKIP_BLOCKABLE,
  /** 93065ac753e4 (4.19): announces each mapping without waiting, and skips those refused. */
  ATTEMPT
}
