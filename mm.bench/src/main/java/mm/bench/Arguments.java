package mm.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import mm.bench.fork.Schedule;

/**
 * The command line.
 *
 * @param schedule how long each benchmark runs
 * @param work what to do
 * @param output how to print it
 * @param filter which rows: those whose title it is found in
 */
record Arguments(Schedule schedule, Work work, Output output, Pattern filter) {
  /** What to do. */
  enum Work {
    MEASURE,
    /** Name the rows; nothing is run. */
    LIST
  }

  /** How to print it. */
  enum Output {
    TABLE,
    JSON
  }

  /** The command line is wrong; the message says how. */
  static final class BadUsage extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadUsage(String message) {
      super(message);
    }
  }

  static Arguments parse(String... args) {
    Arguments parsed =
        new Arguments(Schedule.FULL, Work.MEASURE, Output.TABLE, Pattern.compile(""));
    Deque<String> left = new ArrayDeque<>(List.of(args));
    while (!left.isEmpty()) {
      parsed = parsed.with(left.pop(), left);
    }
    return parsed;
  }

  private Arguments with(String option, Deque<String> left) {
    return switch (option) {
      case "--quick" -> new Arguments(Schedule.QUICK, work, output, filter);
      case "--json" -> new Arguments(schedule, work, Output.JSON, filter);
      case "--list" -> new Arguments(schedule, Work.LIST, output, filter);
      case "--filter" -> new Arguments(schedule, work, output, pattern(left.poll()));
      default -> throw new BadUsage("no such option: " + option);
    };
  }

  private static Pattern pattern(String text) {
    if (text == null) {
      throw new BadUsage("--filter wants a regular expression");
    }
    try {
      return Pattern.compile(text, Pattern.CASE_INSENSITIVE);
    } catch (PatternSyntaxException e) {
      throw new BadUsage("--filter " + text + ": " + e.getDescription());
    }
  }
}
