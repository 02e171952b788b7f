package mm.lab.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mm.api.Rule;
import mm.lab.explore.Decision;
import mm.lab.rules.RuleSet;
import mm.lab.rules.Switch;

/**
 * Reads scenario files. A file is read whole and every name in it is looked up before anything is
 * run; what is wrong is told with file, line and what is allowed.
 */
public final class ScenarioReader {
  private static final int MAX_THREADS = 4;
  private static final int MAX_DRIVERS = 8;
  private static final int MAX_SPACES = 4;
  private static final Pattern DECISION =
      Pattern.compile("(\\d{1,2})(?::(\\d{1,2}))?(?:x(\\d{1,4}))?");
  private static final String[] KEYS = {
    "name",
    "title",
    "about",
    "sources",
    "spaces",
    "frames",
    "drivers",
    "threads",
    "rules",
    "variants",
    "expect",
    "guards",
    "runs",
    "order",
    "allow",
    "limits",
    "reaction",
    "orders"
  };

  private final Set<String> bundles;
  private final DriverOptionCheck options;
  private final Map<String, RuleSet> generations;
  private final Names names = new Names();

  /**
   * Makes a reader for one file.
   *
   * @param bundles ids of the drivers there are
   * @param options knows which options they take
   * @param generations rule sets that every file knows, by name
   */
  public ScenarioReader(
      Set<String> bundles, DriverOptionCheck options, Map<String, RuleSet> generations) {
    this.bundles = bundles;
    this.options = options;
    this.generations = generations;
  }

  /**
   * Reads a file.
   *
   * @param file its name, for messages
   * @param text its contents
   * @return the scenario
   * @throws ScenarioException when it cannot be used
   */
  public Scenario read(String file, String text) throws ScenarioException {
    Entry top = Entry.top(file, text);
    Entry.Fields fields = top.fields(KEYS);
    String name = fields.need("name").text();
    Entry.checkName(fields.need("name"), name);
    Map<String, List<Pages>> spaces = spaces(fields.need("spaces"));
    names.spaces.addAll(spaces.keySet());
    names.drivers.addAll(driverNames(fields));
    forkedSpaces(fields);
    Map<String, List<Command>> threads = threads(fields.need("threads"));
    Map<String, DriverSpec> drivers = drivers(fields, spaces);
    Map<String, RuleSet> rules = rules(fields);
    Map<String, List<String>> variants = variants(fields);
    names.variants.addAll(variants.keySet());
    return new Scenario(
        name,
        fields.need("title").text(),
        fields.text("about", ""),
        sources(fields.need("sources")),
        spaces,
        fields.find("frames").isPresent() ? fields.need("frames").number(1, 1000) : 0,
        drivers,
        threads,
        rules,
        variants,
        expected(fields, rules),
        guards(fields),
        fields.find("runs").isPresent() ? fields.need("runs").number(1, 1_000_000) : 0,
        order(fields),
        new TermsReader(fields).read());
  }

  private static List<String> sources(Entry entry) throws ScenarioException {
    List<String> sources = entry.texts();
    if (sources.isEmpty()) {
      throw entry.wrong("sources is empty; name at least one: a commit, a message, a report");
    }
    return sources;
  }

  private static Map<String, List<Pages>> spaces(Entry entry) throws ScenarioException {
    Map<String, List<Pages>> all = new LinkedHashMap<>();
    for (Map.Entry<String, Entry> each : entry.named().entrySet()) {
      List<Pages> mappings = new ArrayList<>();
      for (Entry mapping : each.getValue().list()) {
        Pages pages = mapping.pages();
        if (mappings.stream().anyMatch(m -> m.first() < pages.end() && pages.first() < m.end())) {
          throw mapping.wrong("mapping " + pages + " of " + each.getKey() + " overlaps another");
        }
        mappings.add(pages);
      }
      all.put(each.getKey(), mappings);
    }
    if (all.isEmpty() || all.size() > MAX_SPACES) {
      throw entry.wrong("spaces must name 1 to " + MAX_SPACES + " spaces");
    }
    return all;
  }

  private static Set<String> driverNames(Entry.Fields fields) throws ScenarioException {
    Optional<Entry> drivers = fields.find("drivers");
    return drivers.isPresent() ? drivers.get().named().keySet() : Set.of();
  }

  /** A space that a fork makes may be named before the fork is read. */
  private void forkedSpaces(Entry.Fields fields) throws ScenarioException {
    for (Entry thread : fields.need("threads").named().values()) {
      for (Entry line : thread.list()) {
        String[] words = line.isText() ? line.text().split("\\s+") : new String[0];
        if (words.length == 3 && words[0].equals("fork")) {
          forked(line, words[2]);
        }
      }
    }
  }

  private void forked(Entry line, String space) throws ScenarioException {
    if (!names.spaces.add(space)) {
      throw line.wrong("space '" + space + "' is there already; a fork makes a new one");
    }
    names.forks.add(space);
  }

  /** Who attaches at the start needs its space then, and is not brought by a swap. */
  private void comesInTime(Entry entry, DriverSpec driver) throws ScenarioException {
    String later = "; give " + driver.name() + " 'attach: later'";
    boolean atStart = driver.attached() == DriverSpec.Attached.START;
    if (atStart && names.forks.contains(driver.space())) {
      throw entry.wrong("space '" + driver.space() + "' comes by a fork" + later);
    }
    Entry swap = names.swappedIn.get(driver.name());
    if (atStart && swap != null) {
      throw swap.wrong("'" + swap.text() + "': " + driver.name() + " is there already" + later);
    }
  }

  private static void holdsWhatIsMapped(
      Entry entry, DriverSpec driver, Map<String, List<Pages>> spaces) throws ScenarioException {
    List<Pages> mappings = spaces.getOrDefault(driver.space(), List.of());
    for (Pages held : driver.holds()) {
      for (int page = held.first(); page < held.end(); page++) {
        int one = page;
        if (mappings.stream().noneMatch(each -> each.first() <= one && one < each.end())) {
          throw entry.wrong(
              driver.name()
                  + " cannot hold page "
                  + page
                  + ": no mapping of "
                  + driver.space()
                  + " has it at the start");
        }
      }
    }
  }

  private Map<String, DriverSpec> drivers(Entry.Fields fields, Map<String, List<Pages>> spaces)
      throws ScenarioException {
    Map<String, DriverSpec> all = new LinkedHashMap<>();
    if (fields.find("drivers").isPresent()) {
      DriverReader reader = new DriverReader(names, bundles, options);
      for (Map.Entry<String, Entry> each : fields.need("drivers").named().entrySet()) {
        DriverSpec driver = reader.read(each.getValue());
        comesInTime(each.getValue(), driver);
        holdsWhatIsMapped(each.getValue(), driver, spaces);
        all.put(each.getKey(), driver);
      }
      if (all.size() > MAX_DRIVERS) {
        throw fields.need("drivers").wrong("at most " + MAX_DRIVERS + " drivers");
      }
    }
    return all;
  }

  private Map<String, List<Command>> threads(Entry entry) throws ScenarioException {
    Map<String, List<Command>> all = new LinkedHashMap<>();
    for (Map.Entry<String, Entry> each : entry.named().entrySet()) {
      all.put(each.getKey(), new CommandReader(names, Verb.Where.THREADS).read(each.getValue()));
    }
    if (all.isEmpty() || all.size() > MAX_THREADS) {
      throw entry.wrong("threads must name 1 to " + MAX_THREADS + " threads");
    }
    return all;
  }

  private Map<String, RuleSet> rules(Entry.Fields fields) throws ScenarioException {
    Map<String, RuleSet> all = new LinkedHashMap<>();
    if (fields.find("rules").isPresent()) {
      for (Map.Entry<String, Entry> each : fields.need("rules").named().entrySet()) {
        if (generations.containsKey(each.getKey())) {
          throw each.getValue()
              .wrong("'" + each.getKey() + "' is a generation; give a rule set another name");
        }
        all.put(each.getKey(), rule(each.getValue()));
      }
    }
    return all;
  }

  private RuleSet rule(Entry entry) throws ScenarioException {
    RuleSet made = RuleSet.CONTRACT;
    Map<String, Entry> all = entry.map();
    if (all.containsKey("base")) {
      Entry base = all.get("base");
      made =
          base.one(
              Optional.ofNullable(generations.get(base.text())), List.copyOf(generations.keySet()));
    }
    for (Map.Entry<String, Entry> each : all.entrySet()) {
      made = setting(made, each.getKey(), each.getValue());
    }
    return made.named(entry.key());
  }

  private static RuleSet setting(RuleSet rules, String key, Entry value) throws ScenarioException {
    if (key.equals("base")) {
      return rules;
    }
    if (key.equals("without")) {
      RuleSet made = rules;
      for (Rule each : ruleIds(value)) {
        made = made.without(each);
      }
      return made;
    }
    Optional<Switch> found = Switch.of(key);
    if (found.isEmpty()) {
      throw value.wrong(
          "unknown switch '"
              + key
              + "'; there are base, without, "
              + String.join(", ", Names.switches()));
    }
    Optional<String> setting = Optional.of(value.text()).filter(found.get().settings()::contains);
    return rules.with(found.get(), value.one(setting, found.get().settings()));
  }

  private static List<Rule> ruleIds(Entry entry) throws ScenarioException {
    List<Rule> all = new ArrayList<>();
    for (Entry each : entry.list()) {
      Optional<Rule> rule = Rule.find(each.text());
      if (rule.isEmpty()) {
        throw each.wrong("no rule '" + each.text() + "'; 'mm explain' lists all");
      }
      if (!RuleSet.REMOVABLE.contains(rule.get())) {
        throw each.wrong(
            each.text() + " cannot be left out; those that can are " + RuleSet.REMOVABLE);
      }
      all.add(rule.get());
    }
    return all;
  }

  private Map<String, List<String>> variants(Entry.Fields fields) throws ScenarioException {
    Map<String, List<String>> all = new LinkedHashMap<>();
    if (fields.find("variants").isEmpty()) {
      all.put(Scenario.ONLY, List.copyOf(names.drivers));
      return all;
    }
    for (Map.Entry<String, Entry> each : fields.need("variants").named().entrySet()) {
      List<String> members = each.getValue().texts();
      for (String member : members) {
        if (!names.drivers.contains(member)) {
          throw each.getValue()
              .wrong("unknown driver '" + member + "'; there are " + Names.list(names.drivers));
        }
      }
      all.put(each.getKey(), members);
    }
    return all;
  }

  private Map<String, Map<String, Expectation>> expected(
      Entry.Fields fields, Map<String, RuleSet> rules) throws ScenarioException {
    Map<String, Map<String, Expectation>> all = new LinkedHashMap<>();
    for (Map.Entry<String, Entry> each : fields.need("expect").map().entrySet()) {
      if (!rules.containsKey(each.getKey()) && !generations.containsKey(each.getKey())) {
        List<String> known = new ArrayList<>(generations.keySet());
        known.addAll(rules.keySet());
        throw each.getValue()
            .wrong("unknown rule '" + each.getKey() + "'; there are " + Names.list(known));
      }
      all.put(each.getKey(), new ExpectationReader(names).read(each.getValue()));
    }
    if (all.isEmpty()) {
      throw fields.need("expect").wrong("expect is empty; say what must come out under one rule");
    }
    return all;
  }

  private static List<Rule> guards(Entry.Fields fields) throws ScenarioException {
    return fields.find("guards").isPresent() ? ruleIds(fields.need("guards")) : List.of();
  }

  private static Order order(Entry.Fields fields) throws ScenarioException {
    if (fields.find("order").isEmpty()) {
      return Order.ANY;
    }
    List<Decision> all = new ArrayList<>();
    Entry order = fields.need("order");
    for (String each : order.text().split("\\s+")) {
      Matcher matcher = DECISION.matcher(each);
      if (!matcher.matches()) {
        throw order.wrong("'" + each + "' in order is no step; write THREAD[:WAY][xTIMES]");
      }
      int way = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
      int times = matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3));
      for (int i = 0; i < times; i++) {
        all.add(new Decision(Integer.parseInt(matcher.group(1)), way));
      }
    }
    return new Order(all, order.at());
  }
}
