package mm.replay;

import java.util.Locale;
import java.util.stream.Collectors;
import mm.api.AddressRange;
import mm.machine.Reap;

/** What the reaper did, in words. */
final class OomText {
  private static final int SHOWN = 3;

  private OomText() {}

  static String outcome(Reap reap) {
    return reap.outcome().toString().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Whom it took what. */
  static String freed(Reap reap) {
    return reap.victim()
        + " "
        + outcome(reap)
        + ": "
        + reap.pages()
        + " pages of "
        + reap.reaped()
        + " mappings freed, "
        + reap.refused().size()
        + " skipped"
        + skipped(reap)
        + ", "
        + reap.attempts()
        + " attempts, "
        + reap.finishedMillis()
        + " ms";
  }

  private static String skipped(Reap reap) {
    if (reap.refused().isEmpty()) {
      return "";
    }
    String some =
        reap.refused().stream()
            .limit(SHOWN)
            .map(AddressRange::toString)
            .collect(Collectors.joining(", "));
    return " (" + some + (reap.refused().size() > SHOWN ? ", ..." : "") + ")";
  }
}
