package mm.lab.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import mm.api.AddressRange;
import mm.api.MigrationOwner;
import mm.api.Rule;
import mm.lab.explore.Course;
import mm.lab.explore.Touch;
import mm.lab.rules.RuleSet;
import mm.lab.scenario.DriverSpec;
import mm.lab.scenario.Pages;
import mm.lab.scenario.Scenario;
import mm.spi.Access;
import mm.spi.NotifierDriver;

/** Everything that one run of a scenario has. */
final class World {
  final Scenario scenario;
  final RuleSet rules;
  final Course course;
  final Journal journal;
  final Progress progress;
  final Locks locks;
  final Frames frames;
  final Engines engines;
  final Turns turns = new Turns(this);
  final Oracle oracle;
  final Guards guards;
  final Clocks clocks;
  final Reactions reactions;
  final LockOrder lockOrder;
  final Dispatching dispatching;
  final Operations operations;
  final Spaces spaces = new Spaces(this);
  final Map<String, Rig> rigs = new LinkedHashMap<>();
  private final DriverSource bundles;
  private final Map<Integer, Function<String, NotifierDriver>> loads = new HashMap<>();
  private final Map<String, Boolean> flags = new HashMap<>();
  private final Map<String, MigrationOwner> owners = new HashMap<>();

  World(
      Scenario scenario,
      RuleSet rules,
      Supplier<Engine> engines,
      Course course,
      DriverSource bundles) {
    this.scenario = scenario;
    this.rules = rules;
    this.course = course;
    this.bundles = bundles;
    this.engines = new Engines(this, engines);
    journal = new Journal(course);
    progress = new Progress(scenario, course);
    locks = new Locks(this);
    frames = new Frames(course, progress, scenario.frames());
    oracle = new Oracle(this);
    guards = new Guards(this);
    clocks = new Clocks(this);
    reactions = new Reactions(this);
    lockOrder = new LockOrder(this);
    dispatching = new Dispatching(this);
    operations = new Operations(this);
  }

  /** Makes spaces, drivers and what they hold, and one logical thread for each of the file. */
  void start() {
    scenario.spaces().forEach(this::makeSpace);
    scenario.drivers().values().forEach(this::makeDriver);
    scenario
        .threads()
        .forEach(
            (name, commands) -> course.spawn(name, () -> new Interpreter(this, commands).run()));
  }

  private void makeSpace(String name, List<Pages> mappings) {
    SimSpace space = spaces.make(name);
    spaces.add(space);
    for (Pages mapping : mappings) {
      space.map(mapping);
      for (int page = mapping.first(); page < mapping.end(); page++) {
        space.set(page, frames.take(), Access.WRITE);
      }
    }
  }

  private void makeDriver(DriverSpec spec) {
    Rig rig = new Rig(this, spec);
    rigs.put(spec.name(), rig);
    if (spec.attached() == DriverSpec.Attached.START && rig.attach()) {
      for (Pages pages : spec.holds()) {
        for (int page = pages.first(); page < pages.end(); page++) {
          rig.accesses.make(page, Access.WRITE);
        }
      }
    }
  }

  /** A driver of that load of its bundle. */
  NotifierDriver bundle(String id, int load) {
    return loads.computeIfAbsent(load, bundles::load).apply(id);
  }

  MigrationOwner owner(String name) {
    return owners.computeIfAbsent(name, MigrationOwner::named);
  }

  boolean keeps(Rule rule) {
    return rules.keeps(rule);
  }

  boolean flag(String name) {
    return flags.getOrDefault(name, false);
  }

  /** With those that set it, so that a report of a deadlock names them. */
  String describeFlag(String name) {
    List<String> setters = new ArrayList<>();
    for (DriverSpec each : scenario.drivers().values()) {
      boolean sets =
          each.callbacks().values().stream()
              .flatMap(List::stream)
              .anyMatch(line -> line.toString().equals("set " + name));
      if (sets) {
        setters.add(each.name());
      }
    }
    String caller =
        rigs.values().stream()
            .filter(each -> each.inCallback() != null)
            .map(each -> " in " + each.name() + "'s " + each.inCallback().name())
            .findFirst()
            .orElse("");
    String by = setters.isEmpty() ? "" : " (set by " + String.join(", ", setters) + ")";
    return name + by + caller;
  }

  void setFlag(String name, boolean value) {
    course.touch("flag " + name, Touch.WRITE);
    flags.put(name, value);
  }

  /** Something has changed in a space that a device might have waited for. */
  void changed(SimSpace space) {
    space.countChange();
    course.touch("changes of " + space.name, Touch.ADD);
  }

  /** The driver whose callback this thread is in; null when it is in none. */
  Rig inCallbackOf() {
    return rigs.values().stream()
        .filter(each -> each.inCallback() != null)
        .findFirst()
        .orElse(null);
  }

  Watching watching() {
    return engines.watching();
  }

  List<Rig> attachedTo(SimSpace space) {
    List<Rig> all = new ArrayList<>();
    for (Rig each : rigs.values()) {
      if (each.space() == space && each.isAttached()) {
        all.add(each);
      }
    }
    return all;
  }

  static int page(long address) {
    return (int) ((address - Pages.BASE) / AddressRange.PAGE_SIZE);
  }

  static String text(AddressRange range) {
    return text(range.start(), range.end());
  }

  static String text(long start, long end) {
    boolean whole = start < Pages.BASE || end > Pages.address(Pages.MOST);
    return whole ? "everything" : new Pages(page(start), page(end)).words();
  }
}
