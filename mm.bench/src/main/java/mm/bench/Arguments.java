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
 * @param output what to print
 * @param filter which rows: those whose title it is found in
 */
record Arguments(Schedule schedule, Output output, Pattern filter) {
  static final String USAGE = "usage: bench [--quick] [--json] [--filter REGEX] [--list]";

  /** What to print. */
  enum Output {
    TABLE,
    JSON,
    /** The names of the rows; nothing is run. */
    NAMES
  }

  /** The command line is wrong; the message says how. */
  static final class BadUsage extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadUsage(String message) {
      super(message);
    }
  }

  static Arguments parse(String... args) {
    Arguments parsed = new Arguments(Schedule.FULL, Output.TABLE, Pattern.compile(""));
    Deque<String> left = new ArrayDeque<>(List.of(args));
    while (!left.isEmpty()) {
      parsed = parsed.with(left.pop(), left);
    }
    return parsed;
  }

  private Arguments with(String option, Deque<String> left) {
    return switch (option) {
      case "--quick" -> new Arguments(Schedule.QUICK, output, filter);
      case "--json" -> new Arguments(schedule, Output.JSON, filter);
      case "--list" -> new Arguments(schedule, Output.NAMES, filter);
      case "--filter" -> new Arguments(schedule, output, pattern(left.poll()));
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
