package mm.lab.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mm.lab.result.ResultFiles;

/** What the command line asks for: {@code COMMAND [options] -- NAME...}. */
final class Options {
  final String command;
  final List<String> names = new ArrayList<>();
  List<String> generations = List.of();
  List<String> drivers = List.of();
  List<String> without = List.of();
  long seed = 1;
  int runs;
  boolean exhaustive;
  boolean json;
  boolean progress;
  boolean story;
  boolean noReduction;
  String save = "";
  final Map<String, Path> files = new LinkedHashMap<>();
  private final Set<String> given = new LinkedHashSet<>();

  /** A wrong command line. */
  static final class BadUsage extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    BadUsage(String message) {
      super(message);
    }
  }

  Options(String... args) {
    command = args.length == 0 ? "" : args[0];
    int i = 1;
    for (; i < args.length && !args[i].equals("--"); i++) {
      given.add(args[i]);
      switch (args[i]) {
        case "--json" -> json = true;
        case "--progress" -> progress = true;
        case "--story" -> story = true;
        case "--exhaustive" -> exhaustive = true;
        case "--no-reduction" -> noReduction = true;
        case "--seed" -> seed = Long.parseLong(args[++i]);
        case "--runs" -> runs = atLeastOne(args[++i]);
        case "--save" -> save = args[++i];
        case "--generations" -> generations = List.of(args[++i].split(","));
        case "--drivers" -> drivers = List.of(args[++i].split(","));
        case "--without" -> without = List.of(args[++i].split(","));
        default -> file(args[i], args[++i]);
      }
    }
    for (i++; i < args.length; i++) {
      names.add(args[i]);
    }
  }

  private static int atLeastOne(String number) {
    int runs = Integer.parseInt(number);
    if (runs < 1) {
      throw new BadUsage("--runs must be 1 or more, not " + runs);
    }
    return runs;
  }

  /** An option that does nothing would be taken for one that did. */
  void allowOnly(String... options) {
    Set<String> others = new LinkedHashSet<>(given);
    others.removeAll(List.of(options));
    others.remove("--progress");
    if (!others.isEmpty()) {
      throw new BadUsage(command + " does not take " + String.join(", ", others) + taken(options));
    }
  }

  private static String taken(String... options) {
    return options.length == 0 ? "" : "; it takes " + String.join(", ", options);
  }

  void refuseBoth(String one, String other) {
    if (given.contains(one) && given.contains(other)) {
      throw new BadUsage("give " + one + " or " + other + ", not both");
    }
  }

  /** Every file that is to be written. */
  List<Path> outputs() {
    List<Path> all = new ArrayList<>(files.values());
    if (!save.isEmpty()) {
      all.add(Path.of(save));
    }
    return all;
  }

  private void file(String option, String path) {
    String kind = option.replaceFirst("^--", "");
    if (!ResultFiles.KINDS.contains(kind)) {
      throw new BadUsage("unknown option " + option);
    }
    files.put(kind, Path.of(path));
  }
}
