package mm.replay;

/** What raises the notifications of a replay. */
public enum NotificationSource {
  /** The recorded system calls, executed on a simulated machine. */
  CALLS,
  /** The notifications that the real kernel recorded. */
  NOTIFICATIONS
}
