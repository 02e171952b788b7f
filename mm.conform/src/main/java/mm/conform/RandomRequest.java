package mm.conform;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import mm.machine.KernelVersion;

/**
 * How many random steps to play.
 *
 * @param seed of the first script
 * @param steps how many in all
 * @param kernel whose ways the machines follow
 * @param save where a shrunk script goes
 * @param options how to report
 */
record RandomRequest(
    long seed, long steps, KernelVersion kernel, Optional<Path> save, Set<Request.Option> options) {
  static final String SWITCH = "--random";
  static final long DEFAULT_STEPS = 100_000;

  private static final long DEFAULT_SEED = 1;

  static RandomRequest parse(String... args) throws Request.BadUsage {
    long seed = DEFAULT_SEED;
    long steps = DEFAULT_STEPS;
    KernelVersion kernel = KernelVersion.V6_18;
    Optional<Path> save = Optional.empty();
    Set<Request.Option> options = EnumSet.noneOf(Request.Option.class);
    Deque<String> words = new ArrayDeque<>(Arrays.asList(args));
    while (!words.isEmpty()) {
      String word = words.pop();
      switch (word) {
        case SWITCH, "--" -> {}
        case "--seed" -> seed = number(word, words);
        case "--steps" -> steps = number(word, words);
        case "--save" -> save = Optional.of(Path.of(value(word, words)));
        case "--kernel" -> kernel = Request.kernel(value(word, words));
        case "--json" -> options.add(Request.Option.JSON);
        case "--progress" -> options.add(Request.Option.PROGRESS);
        default -> throw new Request.BadUsage(unusable(word));
      }
    }
    if (steps < 1) {
      throw new Request.BadUsage("--steps wants at least 1, not " + steps);
    }
    return new RandomRequest(seed, steps, kernel, save, options);
  }

  private static String unusable(String word) {
    return word.startsWith("--")
        ? "--random does not go with " + word
        : "--random makes its own scripts and takes no file: " + word;
  }

  static String value(String option, Deque<String> rest) throws Request.BadUsage {
    if (rest.isEmpty()) {
      throw new Request.BadUsage(option + " wants a value");
    }
    return rest.pop();
  }

  static long number(String option, Deque<String> rest) throws Request.BadUsage {
    String value = value(option, rest);
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new Request.BadUsage(option + " wants a whole number, not '" + value + "'");
    }
  }

  boolean wants(Request.Option option) {
    return options.contains(option);
  }
}
