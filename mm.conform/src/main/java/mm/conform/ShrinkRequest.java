package mm.conform;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Which script to shrink.
 *
 * @param file the script
 * @param save where the smaller one goes
 * @param scenario where a scenario for the lab goes, should it depend on threads
 * @param seconds how long to go on at most
 * @param seed of the orders of steps that are left to chance
 * @param bundles jars with drivers
 * @param terminal whether progress is shown
 */
record ShrinkRequest(
    Path file,
    Path save,
    Optional<Path> scenario,
    long seconds,
    long seed,
    List<Path> bundles,
    Optional<Request.Option> terminal) {
  static final String SWITCH = "--shrink";
  static final long DEFAULT_SECONDS = 60;
  static final long DEFAULT_SEED = 1;

  static ShrinkRequest parse(String... args) throws Request.BadUsage {
    List<Path> files = new ArrayList<>();
    List<Path> bundles = new ArrayList<>();
    Optional<Path> save = Optional.empty();
    Optional<Path> scenario = Optional.empty();
    Optional<Request.Option> terminal = Optional.empty();
    long seconds = DEFAULT_SECONDS;
    long seed = DEFAULT_SEED;
    Deque<String> words = new ArrayDeque<>(Arrays.asList(args));
    while (!words.isEmpty()) {
      String word = words.pop();
      switch (word) {
        case SWITCH -> {}
        case "--save" -> save = Optional.of(Path.of(RandomRequest.value(word, words)));
        case "--scenario" -> scenario = Optional.of(Path.of(RandomRequest.value(word, words)));
        case "--seconds" -> seconds = RandomRequest.number(word, words);
        case "--seed" -> seed = RandomRequest.number(word, words);
        case Request.BUNDLE -> bundles.add(Path.of(RandomRequest.value(word, words)));
        case "--progress" -> terminal = Optional.of(Request.Option.PROGRESS);
        case "--" -> {
          words.forEach(file -> files.add(Path.of(file)));
          words.clear();
        }
        default -> files.add(file(word));
      }
    }
    if (files.size() != 1) {
      throw new Request.BadUsage("--shrink takes one file, not " + files.size());
    }
    if (seconds < 1) {
      throw new Request.BadUsage("--seconds wants at least 1, not " + seconds);
    }
    return new ShrinkRequest(
        files.get(0), save.orElse(files.get(0)), scenario, seconds, seed, bundles, terminal);
  }

  private static Path file(String word) throws Request.BadUsage {
    if (word.startsWith("--")) {
      throw new Request.BadUsage("--shrink does not go with " + word);
    }
    return Path.of(word);
  }
}
