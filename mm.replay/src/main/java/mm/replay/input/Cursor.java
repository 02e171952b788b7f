package mm.replay.input;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A position in a line of text, and the tokens that the formats have in common.
 *
 * <p>One cursor serves all lines of a recording, so that reading a line allocates words only.
 */
final class Cursor {
  private static final long DECIMAL_LIMIT = Long.divideUnsigned(-1L, 10);

  private final LineSource lines;
  private final RecordingFormat format;
  private byte[] bytes = {};
  private int at;
  private int end;

  Cursor(LineSource lines, RecordingFormat format) {
    this.lines = lines;
    this.format = format;
  }

  /** Moves to the beginning of the current line. */
  void startLine() {
    startAt(lines.bytes(), lines.start(), lines.end());
  }

  /** Moves to the beginning of a text that was put together from several lines. */
  void startAt(byte[] text, int from, int to) {
    bytes = text;
    at = from;
    end = to;
  }

  /** The number of the line that is being read. */
  long line() {
    return lines.number();
  }

  boolean isAtEnd() {
    return at == end;
  }

  boolean isAt(char c) {
    return at < end && bytes[at] == c;
  }

  boolean isAtDigit() {
    return at < end && bytes[at] >= '0' && bytes[at] <= '9';
  }

  /** Steps over {@code c} when it is next. */
  boolean skip(char c) {
    boolean there = isAt(c);
    at += there ? 1 : 0;
    return there;
  }

  /** Steps over {@code text} when it is next. */
  boolean skip(String text) {
    boolean there = matches(at, text);
    at += there ? text.length() : 0;
    return there;
  }

  void expect(char c) throws BadRecordingException {
    if (!skip(c)) {
      throw expected("\"" + c + "\"");
    }
  }

  void expect(String text) throws BadRecordingException {
    if (!skip(text)) {
      throw expected("\"" + text + "\"");
    }
  }

  void expectEnd() throws BadRecordingException {
    if (!isAtEnd()) {
      throw expected("the end of the line");
    }
  }

  void skipBlanks() {
    while (isAt(' ')) {
      at++;
    }
  }

  /** Steps to the next {@code text}, or stays and answers false when there is none. */
  boolean seek(String text) {
    for (int i = at; i + text.length() <= end; i++) {
      if (matches(i, text)) {
        at = i;
        return true;
      }
    }
    return false;
  }

  boolean endsWith(String text) {
    return end - text.length() >= at && matches(end - text.length(), text);
  }

  private boolean matches(int from, String text) {
    int length = text.length();
    if (from + length > end) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (bytes[from + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Letters, digits and underscores, possibly none. */
  String word() {
    int from = at;
    while (at < end && isWordByte(bytes[at])) {
      at++;
    }
    return new String(bytes, from, at - from, StandardCharsets.ISO_8859_1);
  }

  private static boolean isWordByte(byte b) {
    return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_';
  }

  /** Everything up to the next blank: printable, at least one and at most 128 characters. */
  String token(String what) throws BadRecordingException {
    int from = at;
    while (at < end && bytes[at] > ' ' && bytes[at] < 127) {
      at++;
    }
    if (at == from || at - from > 128) {
      throw expected(what);
    }
    return new String(bytes, from, at - from, StandardCharsets.ISO_8859_1);
  }

  /** The name of a system call. */
  String callName() throws BadRecordingException {
    String name = word();
    if (name.isEmpty() || name.length() > 64) {
      throw expected("the name of a system call");
    }
    return name;
  }

  /** A decimal number from 0 to 2^64-1. */
  long decimal(String what) throws BadRecordingException {
    if (isAt('-')) {
      throw bad(what + " is negative: " + Excerpt.of(rest()));
    }
    if (!isAtDigit()) {
      throw expected(what + " as a decimal number");
    }
    long value = 0;
    while (isAtDigit()) {
      int digit = bytes[at] - '0';
      boolean fits = Long.compareUnsigned(value, DECIMAL_LIMIT) <= 0;
      value = value * 10 + digit;
      if (!fits || Long.compareUnsigned(value, digit) < 0) {
        throw bad(what + " is above 2^64");
      }
      at++;
    }
    return value;
  }

  /** A decimal number from 0 to {@code max}. */
  long decimalUpTo(long max, String what) throws BadRecordingException {
    long value = decimal(what);
    if (value < 0 || value > max) {
      throw bad(what + " is above " + max);
    }
    return value;
  }

  /** Hexadecimal digits without prefix, up to 2^64-1. */
  long hex(String what) throws BadRecordingException {
    int from = at;
    long value = 0;
    for (int digit = hexDigit(); digit >= 0; digit = hexDigit()) {
      if (value >>> 60 != 0) {
        throw bad(what + " is above 2^64");
      }
      value = value << 4 | digit;
      at++;
    }
    if (at == from) {
      throw expected(what + " as a hexadecimal number");
    }
    return value;
  }

  private int hexDigit() {
    return at < end ? Character.digit(bytes[at], 16) : -1;
  }

  /** Copies what is left of the line. */
  byte[] restBytes() {
    return Arrays.copyOfRange(bytes, at, end);
  }

  int remaining() {
    return end - at;
  }

  private String rest() {
    return new String(bytes, at, Math.min(64, end - at), StandardCharsets.ISO_8859_1);
  }

  /** Steps over arguments that do not matter to the last {@code ") = "} of the line. */
  void skipToResult() throws BadRecordingException {
    for (int i = end - 1; i > at; i--) {
      if (bytes[i] == '=' && bytes[i - 1] == ' ' && i + 1 < end && bytes[i + 1] == ' ') {
        int close = i - 1;
        while (close > at && bytes[close] == ' ') {
          close--;
        }
        if (bytes[close] == ')') {
          at = i + 2;
          return;
        }
      }
    }
    throw bad("the call has no result");
  }

  /** Steps over the {@code ") = "} that follows the last argument. */
  void expectResult() throws BadRecordingException {
    skipBlanks();
    skip("<unfinished ...>"); // a task that was killed in the call
    expect(')');
    skipBlanks();
    expect("= ");
  }

  /** An exception that tells what should stand here. */
  BadRecordingException expected(String what) {
    return bad("expected " + what + " but found " + Excerpt.of(rest()));
  }

  /** An exception about the line that is being read. */
  BadRecordingException bad(String problem) {
    return badAt(line(), problem);
  }

  /** An exception about a line that was read before. */
  BadRecordingException badAt(long line, String problem) {
    if (lines.isCut() && line == line()) {
      String cut = "the last line is cut off or damaged: ";
      return lines.bad(line, cut + problem, "copy or record the file again, or delete that line");
    }
    return lines.bad(line, problem, format.remedy());
  }
}
