package mm.lab.run;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import mm.lab.explore.Course;
import mm.lab.explore.Program;
import mm.lab.explore.Stuck;
import mm.lab.result.Story;
import mm.lab.rules.RuleSet;
import mm.lab.scenario.Expectation;
import mm.lab.scenario.Outcome;
import mm.lab.scenario.Scenario;

/** One scenario under one rule, in as many orders as somebody tries; what came out of all. */
final class CellRun implements Program {
  private final Scenario scenario;
  private final RuleSet rules;
  private final Supplier<Engine> engines;
  private final DriverSource bundles;
  private final Outcome enough;
  private final Runnable tick;
  private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
  private final Map<String, Long> reaps = new TreeMap<>();
  private final Set<String> reports = new TreeSet<>();
  private final Map<String, Expectation.Bounds> counters = new TreeMap<>();
  private final Set<String> meetings = new TreeSet<>();
  private long silent;
  private Story worst;
  private Story sample;

  /** Stops at the first run that comes out as {@code enough}; null to go on. */
  CellRun(
      Scenario scenario,
      RuleSet rules,
      Supplier<Engine> engines,
      DriverSource bundles,
      Outcome enough,
      Runnable tick) {
    this.scenario = scenario;
    this.rules = rules;
    this.engines = engines;
    this.bundles = bundles;
    this.enough = enough;
    this.tick = tick;
  }

  @Override
  public Run start(Course course) {
    World world = new World(scenario, rules, engines, course, bundles);
    world.start();
    return new Run() {
      private final Map<String, Long> counted = new LinkedHashMap<>();
      private Story story;

      /** Counters first: who looks whether devices are served makes translations. */
      @Override
      public void ended() {
        world.rigs.values().forEach(each -> counted.putAll(each.counters()));
        world.oracle.checkEnd();
        story = story(world);
      }

      @Override
      public Next finished() {
        count(world, story);
        counted.forEach(CellRun.this::count);
        tick.run();
        return story.outcome() == enough ? Next.STOP : Next.GO_ON;
      }

      @Override
      public void abandon() {
        world.engines.abandon();
      }
    };
  }

  private static Story story(World world) {
    List<Stuck> cycle = world.course.cycle();
    return new Story(
        world.journal.outcome(),
        List.copyOf(world.journal.reasons()),
        Stories.tell(world.journal.events()),
        List.copyOf(world.journal.events()),
        cycle.isEmpty() ? world.course.stuck() : cycle,
        world.course.decisions());
  }

  private void count(World world, Story story) {
    outcomes.merge(story.outcome(), 1L, Long::sum);
    world.journal.reaps().forEach(each -> reaps.merge(each, 1L, Long::sum));
    reports.addAll(world.journal.reports());
    world.journal.meeting().ifPresent(meetings::add);
    boolean bad = story.outcome().compareTo(Outcome.REPORTED) > 0;
    silent += bad && world.journal.reports().isEmpty() ? 1 : 0;
    if (sample == null) {
      sample = story;
    }
    if (worst == null || isBetterToTell(story)) {
      worst = story;
    }
  }

  private void count(String counter, long value) {
    counters.merge(
        counter,
        new Expectation.Bounds(value, value),
        (one, other) ->
            new Expectation.Bounds(
                Math.min(one.least(), other.least()), Math.max(one.most(), other.most())));
  }

  /** A worse outcome, or the same in fewer lines. */
  private boolean isBetterToTell(Story story) {
    int worse = story.outcome().compareTo(worst.outcome());
    return worse > 0 || worse == 0 && story.steps().size() < worst.steps().size();
  }

  Outcome outcome() {
    return worst == null ? Outcome.RIGHT : worst.outcome();
  }

  Optional<Story> worst() {
    return Optional.ofNullable(worst).filter(each -> each.outcome() != Outcome.RIGHT);
  }

  Story sample() {
    return sample == null
        ? new Story(Outcome.RIGHT, List.of(), List.of(), List.of(), List.of(), List.of())
        : sample;
  }

  Map<Outcome, Long> outcomes() {
    return new LinkedHashMap<>(outcomes);
  }

  Map<String, Long> reaps() {
    return new LinkedHashMap<>(reaps);
  }

  /** How many orders ended badly without a word. */
  long silent() {
    return silent;
  }

  /** The orders in which a fault and an invalidation met. */
  List<String> meetings() {
    return new ArrayList<>(meetings);
  }

  List<String> reports() {
    return new ArrayList<>(reports);
  }

  Map<String, Expectation.Bounds> counters() {
    return new LinkedHashMap<>(counters);
  }
}
