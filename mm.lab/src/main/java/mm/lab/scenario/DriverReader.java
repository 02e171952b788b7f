package mm.lab.scenario;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the drivers of a scenario. */
final class DriverReader {
  private static final String[] REAL = {"bundle", "space", "attach", "holds", "options"};
  private static final String[] MODEL = {
    "kind",
    "space",
    "attach",
    "holds",
    "blocking",
    "allocation",
    "faults",
    "failure",
    "range",
    "start",
    "end",
    "invalidate",
    "flush",
    "release"
  };

  private final Names names;
  private final Set<String> bundles;
  private final DriverOptionCheck check;

  DriverReader(Names names, Set<String> bundles, DriverOptionCheck check) {
    this.names = names;
    this.bundles = bundles;
    this.check = check;
  }

  DriverSpec read(Entry entry) throws ScenarioException {
    boolean real = entry.map().containsKey("bundle");
    Entry.Fields fields = entry.fields(real ? REAL : MODEL);
    if (!real && fields.find("kind").isEmpty()) {
      throw entry.wrong(
          "driver "
              + entry.key()
              + " needs 'bundle' (a real one: "
              + Names.list(bundles)
              + ") or 'kind' (a model: "
              + kinds()
              + ")");
    }
    return new DriverSpec(
        entry.key(),
        space(entry, fields),
        real ? Optional.of(bundle(fields.need("bundle"))) : Optional.empty(),
        options(fields),
        real ? DriverSpec.Kind.PAIRED : kind(fields.need("kind")),
        fields.choice("blocking", DriverSpec.Blocking.NEVER),
        fields.choice("allocation", DriverSpec.Allocation.NEVER),
        fields.choice("attach", DriverSpec.Attached.START),
        fields.choice("faults", DriverSpec.Faults.CHECKED),
        holds(fields),
        range(fields),
        real ? Map.of() : callbacks(fields, kind(fields.need("kind"))),
        fields.choice("failure", DriverSpec.Failure.AS_WRITTEN));
  }

  private String bundle(Entry entry) throws ScenarioException {
    if (bundles.contains(entry.text())) {
      return entry.text();
    }
    throw entry.wrong("unknown driver '" + entry.text() + "'; there are " + Names.list(bundles));
  }

  private String space(Entry entry, Entry.Fields fields) throws ScenarioException {
    String first = names.spaces.iterator().next();
    String space = fields.text("space", first);
    if (!names.spaces.contains(space)) {
      throw entry.wrong("unknown space '" + space + "'; there are " + Names.list(names.spaces));
    }
    return space;
  }

  private static String kinds() {
    return String.join(
        ", ", Stream.of(DriverSpec.Kind.values()).map(DriverSpec.Kind::text).toList());
  }

  private static DriverSpec.Kind kind(Entry entry) throws ScenarioException {
    return entry.one(DriverSpec.Kind.of(entry.text()), List.of(kinds()));
  }

  private Map<String, String> options(Entry.Fields fields) throws ScenarioException {
    Map<String, String> options = new LinkedHashMap<>();
    if (fields.find("options").isPresent()) {
      for (Map.Entry<String, Entry> each : fields.need("options").named().entrySet()) {
        options.put(each.getKey(), each.getValue().text());
        taken(fields.need("bundle").text(), options, each.getValue());
      }
    }
    return options;
  }

  /** Asked after each, so that the line is that of the one which is not taken. */
  private void taken(String bundle, Map<String, String> options, Entry at)
      throws ScenarioException {
    Optional<String> refusal = check.refusal(bundle, options);
    if (refusal.isPresent()) {
      throw at.wrong(refusal.get());
    }
  }

  private static List<Pages> holds(Entry.Fields fields) throws ScenarioException {
    List<Pages> all = new ArrayList<>();
    if (fields.find("holds").isPresent()) {
      for (Entry each : fields.need("holds").list()) {
        all.add(each.pages());
      }
    }
    return all;
  }

  private static Pages range(Entry.Fields fields) throws ScenarioException {
    return fields.find("range").isPresent()
        ? fields.need("range").pages()
        : new Pages(0, Pages.MOST);
  }

  private Map<String, List<Command>> callbacks(Entry.Fields fields, DriverSpec.Kind kind)
      throws ScenarioException {
    Map<String, List<Command>> all = usual(kind);
    for (String each : List.of("start", "end", "invalidate", "flush", "release")) {
      if (fields.find(each).isPresent()) {
        if (!all.containsKey(each)) {
          throw fields
              .need(each)
              .wrong(
                  "a driver of kind "
                      + kind.text()
                      + " has no '"
                      + each
                      + "'; it has "
                      + Names.list(all.keySet()));
        }
        all.put(each, new CommandReader(names, Verb.Where.CALLBACKS).read(fields.need(each)));
      }
    }
    for (Map.Entry<String, List<Command>> each : all.entrySet()) {
      givesBackWhatItTakes(fields, each.getKey(), each.getValue(), all.values());
    }
    return all;
  }

  /** An end may give back what the start has taken. */
  private static void givesBackWhatItTakes(
      Entry.Fields fields,
      String callback,
      List<Command> commands,
      Collection<List<Command>> callbacks)
      throws ScenarioException {
    for (Command each : commands) {
      String lock = each.argument(0, "");
      if (each.verb() == Verb.UNLOCK && callbacks.stream().noneMatch(list -> takes(list, lock))) {
        throw fields
            .need(callback)
            .wrong("'" + each + "': no callback of this driver takes lock " + lock);
      }
    }
  }

  private static boolean takes(List<Command> commands, String lock) {
    return commands.stream()
        .filter(each -> each.verb() == Verb.LOCK || each.verb() == Verb.TRYLOCK)
        .anyMatch(each -> each.argument(0, "").equals(lock));
  }

  /** What a driver of a kind does that keeps the contract. */
  private static Map<String, List<Command>> usual(DriverSpec.Kind kind) {
    Map<String, List<Command>> all = new LinkedHashMap<>();
    List<Command> drop = List.of(new Command(Verb.DROP, List.of()));
    List<Command> countDrop = List.of(new Command(Verb.COUNT, List.of()), drop.get(0));
    switch (kind) {
      case PAIRED, OPPORTUNISTIC, DECLINING_WITH_END -> {
        all.put("start", countDrop);
        all.put("end", List.of(new Command(Verb.UNCOUNT, List.of())));
      }
      case DECLINING -> all.put("start", drop);
      case INTERVAL ->
          all.put("invalidate", List.of(new Command(Verb.SET_SEQUENCE, List.of()), drop.get(0)));
      case SECONDARY_TLB -> all.put("flush", drop);
      default -> {
        // release only
      }
    }
    all.put("release", drop);
    return all;
  }
}
