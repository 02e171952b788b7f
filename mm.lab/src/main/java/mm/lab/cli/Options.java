package mm.lab.cli;

import java.util.ArrayList;
import java.util.List;

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

  Options(String... args) {
    command = args.length == 0 ? "" : args[0];
    int i = 1;
    for (; i < args.length && !args[i].equals("--"); i++) {
      switch (args[i]) {
        case "--json" -> json = true;
        case "--progress" -> progress = true;
        case "--story" -> story = true;
        case "--exhaustive" -> exhaustive = true;
        case "--no-reduction" -> noReduction = true;
        case "--seed" -> seed = Long.parseLong(args[++i]);
        case "--runs" -> runs = Integer.parseInt(args[++i]);
        case "--save" -> save = args[++i];
        case "--generations" -> generations = List.of(args[++i].split(","));
        case "--drivers" -> drivers = List.of(args[++i].split(","));
        case "--without" -> without = List.of(args[++i].split(","));
        default -> throw new IllegalArgumentException("unknown option " + args[i]);
      }
    }
    for (i++; i < args.length; i++) {
      names.add(args[i]);
    }
  }
}
