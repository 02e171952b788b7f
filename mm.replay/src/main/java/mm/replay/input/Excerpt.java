package mm.replay.input;

/** Quotes input in messages so that it cannot break a line, a terminal or a log. */
final class Excerpt {
  private static final int LENGTH = 40;

  private Excerpt() {}

  /** The beginning of {@code text} in quotes, with everything unprintable replaced by a dot. */
  static String of(String text) {
    if (text.isEmpty()) {
      return "the end of the line";
    }
    StringBuilder quoted = new StringBuilder(LENGTH + 5).append('"');
    for (int i = 0; i < Math.min(LENGTH, text.length()); i++) {
      char c = text.charAt(i);
      quoted.append(c >= ' ' && c < 127 ? c : '.');
    }
    return quoted.append(text.length() > LENGTH ? "...\"" : "\"").toString();
  }
}
