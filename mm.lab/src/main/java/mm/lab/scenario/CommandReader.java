package mm.lab.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the lines of threads and callbacks. */
final class CommandReader {
  private static final int MAX_TIMES = 100;
  private static final int MAX_COMMANDS = 200;

  private final Names names;
  private final Verb.Where place;

  CommandReader(Names names, Verb.Where place) {
    this.names = names;
    this.place = place;
  }

  /** A command and where it stands. */
  private record Line(Command command, Entry at) {}

  List<Command> read(Entry list) throws ScenarioException {
    List<Line> lines = lines(list);
    List<Command> all = lines.stream().map(Line::command).toList();
    Optional<Pairing.Unpaired> unpaired = Pairing.find(all, place);
    if (unpaired.isPresent()) {
      throw lines.get(unpaired.get().index()).at().wrong(unpaired.get().problem());
    }
    names.reaps |= all.stream().anyMatch(each -> each.verb() == Verb.REAP);
    return all;
  }

  private List<Line> lines(Entry list) throws ScenarioException {
    List<Line> all = new ArrayList<>();
    for (Entry each : list.list()) {
      if (each.isText()) {
        all.add(new Line(command(each), each));
      } else {
        repeat(each, all);
      }
      if (all.size() > MAX_COMMANDS) {
        throw each.wrong("more than " + MAX_COMMANDS + " commands, which is the most");
      }
    }
    return all;
  }

  private void repeat(Entry entry, List<Line> all) throws ScenarioException {
    Entry.Fields fields = entry.fields("repeat", "do");
    int times = fields.need("repeat").number(1, MAX_TIMES);
    List<Line> body = lines(fields.need("do"));
    if (body.isEmpty()) {
      throw entry.wrong("nothing to repeat: 'do' is empty");
    }
    for (int i = 0; i < times && all.size() <= MAX_COMMANDS; i++) {
      all.addAll(body);
    }
  }

  Command command(Entry entry) throws ScenarioException {
    List<String> words = Arrays.asList(entry.text().split("\\s+"));
    Optional<Verb> found = Verb.of(words.get(0)).filter(verb -> verb.in(place));
    if (found.isEmpty()) {
      throw entry.wrong(
          "unknown command '" + words.get(0) + "' here; allowed are " + Verb.all(place));
    }
    Verb verb = found.get();
    List<String> arguments = words.subList(1, words.size());
    if (arguments.size() < verb.least || arguments.size() > verb.most) {
      throw entry.wrong("'" + entry.text() + "' should be: " + verb.usage());
    }
    check(entry, verb, arguments);
    return new Command(verb, List.copyOf(arguments));
  }

  private void check(Entry entry, Verb verb, List<String> arguments) throws ScenarioException {
    String[] roles = verb.usage().split(" ");
    for (int i = 0; i < arguments.size(); i++) {
      check(entry, verb, roles[i + 1], arguments.get(i));
    }
    if (verb == Verb.SWAP && arguments.get(0).equals(arguments.get(1))) {
      throw entry.wrong("'" + entry.text() + "' needs two drivers: one goes, another comes");
    }
    if (verb == Verb.SWAP) {
      names.swappedIn.putIfAbsent(arguments.get(1), entry);
    }
  }

  private void check(Entry entry, Verb verb, String role, String word) throws ScenarioException {
    switch (role) {
      case "SPACE" -> known(entry, "space", names.spaces, word);
      case "DRIVER" -> known(entry, "driver", names.drivers, word);
      case "NEW-SPACE" -> {
        Entry.checkName(entry, word);
        if (!names.forks.contains(word)) {
          throw entry.wrong("a fork cannot be repeated: space '" + word + "' would be there");
        }
      }
      case "PAGES", "PAGE" -> pages(entry, role, word);
      case "NAME", "FLAG", "[OWNER]" -> Entry.checkName(entry, word);
      case "[ATTEMPTS]" -> attempts(entry, word);
      case "MILLIS" -> number(entry, word, "[1-9][0-9]{0,4}", "no time; write 1 to 99999 (ms)");
      case "BYTES" ->
          number(
              entry,
              word,
              "[0-9]{1,6}\\.\\.[0-9]{1,6}",
              "no bytes; write 0..4196, the end left out");
      default -> choice(entry, verb, role, word);
    }
  }

  private static void known(Entry entry, String what, java.util.Set<String> all, String word)
      throws ScenarioException {
    if (!all.contains(word)) {
      throw entry.wrong("unknown " + what + " '" + word + "'; there are " + Names.list(all));
    }
  }

  private static void pages(Entry entry, String role, String word) throws ScenarioException {
    Optional<Pages> pages = Pages.of(word);
    boolean one = role.equals("PAGE");
    if (pages.isEmpty() || one && pages.get().end() != pages.get().first() + 1) {
      throw entry.wrong(
          "'"
              + word
              + "' is no "
              + (one ? "page; write 3" : "range of pages; write 3 or 0..4")
              + ", below "
              + Pages.MOST);
    }
  }

  private static void number(Entry entry, String word, String pattern, String problem)
      throws ScenarioException {
    if (!word.matches(pattern)) {
      throw entry.wrong("'" + word + "' is " + problem);
    }
  }

  private static void attempts(Entry entry, String word) throws ScenarioException {
    if (!word.matches("[1-9]|10")) {
      throw entry.wrong("'" + word + "' is no number of attempts from 1 to 10");
    }
  }

  private static void choice(Entry entry, Verb verb, String role, String word)
      throws ScenarioException {
    List<String> allowed = List.of(role.replaceAll("[\\[\\]]", "").split("\\|"));
    if (!allowed.contains(word)) {
      throw entry.wrong("'" + word + "' in '" + entry.text() + "' should be: " + verb.usage());
    }
  }
}
