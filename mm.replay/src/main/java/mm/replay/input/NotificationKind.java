package mm.replay.input;

/** What a recorded notifier call was about. */
public enum NotificationKind {
  /** {@code inv}: a range is about to be invalidated. */
  INVALIDATE("inv"),
  /** {@code age}: access bits are harvested. */
  AGE("age"),
  /** {@code test}: access bits are looked at. */
  TEST("test");

  private final String word;

  NotificationKind(String word) {
    this.word = word;
  }

  /** The kind a recording writes as {@code word}, or null when there is none. */
  static NotificationKind of(String word) {
    for (NotificationKind kind : values()) {
      if (kind.word.equals(word)) {
        return kind;
      }
    }
    return null;
  }
}
