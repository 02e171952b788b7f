package mm.conform;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mm.conform.script.BadFieldException;
import mm.conform.script.Case;
import mm.conform.script.Level;
import mm.machine.KernelVersion;

/**
 * What to run, and how to report it.
 *
 * @param files case files, run in order
 * @param families only these; empty for all
 * @param levels only these
 * @param kernels the kernel whose ways the machine follows; empty for the one that was recorded
 * @param bundles jars with drivers, for scripts that name some
 * @param options how to report
 */
record Request(
    List<Path> files,
    Set<String> families,
    Set<Level> levels,
    Set<KernelVersion> kernels,
    List<Path> bundles,
    Set<Option> options) {
  /** A jar with drivers, more than once. */
  static final String BUNDLE = "--bundle";

  /** How to report. */
  enum Option {
    JSON,
    DIFF,
    PROGRESS
  }

  /** The command line cannot be used. */
  static final class BadUsage extends Exception {
    private static final long serialVersionUID = 1;

    BadUsage(String problem) {
      super(problem);
    }
  }

  static Request parse(String... args) throws BadUsage {
    Request request =
        new Request(
            new ArrayList<>(),
            new HashSet<>(),
            EnumSet.noneOf(Level.class),
            EnumSet.noneOf(KernelVersion.class),
            new ArrayList<>(),
            EnumSet.noneOf(Option.class));
    Deque<String> words = new ArrayDeque<>(Arrays.asList(args));
    while (!words.isEmpty()) {
      request.take(words.pop(), words);
    }
    return request.checked();
  }

  private void take(String word, Deque<String> rest) throws BadUsage {
    switch (word) {
      case "--family" -> families.addAll(value(word, rest));
      case "--level" -> {
        for (String name : value(word, rest)) {
          levels.add(level(name));
        }
      }
      case "--kernel" -> {
        kernels.clear();
        kernels.add(kernel(value(word, rest).get(0)));
      }
      case BUNDLE -> bundles.add(Path.of(value(word, rest).get(0)));
      case "--json" -> options.add(Option.JSON);
      case "--diff" -> options.add(Option.DIFF);
      case "--" -> {
        rest.forEach(file -> files.add(Path.of(file)));
        rest.clear();
      }
      case "--seed", "--steps" -> throw new BadUsage(word + " goes with --random only");
      case "--save", "--seconds" -> throw new BadUsage(word + " goes with --random or --shrink");
      case "--progress" -> options.add(Option.PROGRESS);
      default -> files.add(file(word));
    }
  }

  private static List<String> value(String option, Deque<String> rest) throws BadUsage {
    return List.of(
        Optional.ofNullable(rest.poll())
            .orElseThrow(() -> new BadUsage(option + " wants a value"))
            .split(","));
  }

  private static Level level(String name) throws BadUsage {
    try {
      return Level.of(name);
    } catch (BadFieldException e) {
      throw new BadUsage("--level: " + e.getMessage());
    }
  }

  static KernelVersion kernel(String text) throws BadUsage {
    try {
      return KernelVersion.of(text);
    } catch (IllegalArgumentException e) {
      throw new BadUsage("--kernel: " + e.getMessage());
    }
  }

  private static Path file(String word) throws BadUsage {
    if (word.startsWith("--")) {
      throw new BadUsage("unknown option " + word);
    }
    return Path.of(word);
  }

  private Request checked() throws BadUsage {
    if (files.isEmpty()) {
      throw new BadUsage("which files?");
    }
    if (levels.isEmpty()) { // host is shown by default, and never counted
      levels.addAll(EnumSet.allOf(Level.class));
    }
    return this;
  }

  KernelVersion kernel() {
    return kernels.stream().findFirst().orElse(KernelVersion.V6_18);
  }

  boolean wants(Option option) {
    return options.contains(option);
  }

  boolean wants(Case each) {
    return levels.contains(each.level())
        && (families.isEmpty() || families.contains(each.family()));
  }
}
