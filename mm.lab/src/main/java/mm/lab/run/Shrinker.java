package mm.lab.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import mm.lab.result.Story;
import mm.lab.scenario.Command;
import mm.lab.scenario.DriverSpec;
import mm.lab.scenario.Outcome;
import mm.lab.scenario.Pairing;
import mm.lab.scenario.Scenario;

/**
 * Makes a failing scenario smaller as long as it fails the same way: leaves out threads, drivers
 * and single commands, one at a time, until nothing can be left out.
 */
final class Shrinker {
  /** A scenario and a run of it. */
  record Smaller(Scenario scenario, Story story) {}

  private final BiFunction<Scenario, Outcome, Optional<Story>> search;
  private final Outcome outcome;

  /** The search answers a run of a scenario with an outcome, if it finds one. */
  Shrinker(BiFunction<Scenario, Outcome, Optional<Story>> search, Outcome outcome) {
    this.search = search;
    this.outcome = outcome;
  }

  Smaller shrink(Scenario scenario, Story story) {
    Smaller now = new Smaller(scenario, story);
    Optional<Smaller> next = smaller(now);
    while (next.isPresent()) {
      now = next.get();
      next = smaller(now);
    }
    return now;
  }

  private Optional<Smaller> smaller(Smaller now) {
    for (Scenario each : candidates(now.scenario())) {
      Optional<Story> story = search.apply(each, outcome);
      if (story.isPresent() && story.get().steps().size() <= now.story().steps().size()) {
        return Optional.of(new Smaller(each, story.get()));
      }
    }
    return Optional.empty();
  }

  private static List<Scenario> candidates(Scenario from) {
    List<Scenario> all = new ArrayList<>();
    for (String thread : from.threads().keySet()) {
      if (from.threads().size() > 1) {
        Map<String, List<Command>> threads = new LinkedHashMap<>(from.threads());
        threads.remove(thread);
        all.add(from.with(from.drivers(), threads));
      }
    }
    for (String driver : from.drivers().keySet()) {
      Map<String, DriverSpec> drivers = new LinkedHashMap<>(from.drivers());
      drivers.remove(driver);
      all.add(from.with(drivers, from.threads()));
    }
    from.threads().forEach((thread, commands) -> withoutOne(from, thread, commands, all));
    return all;
  }

  private static void withoutOne(
      Scenario from, String thread, List<Command> commands, List<Scenario> all) {
    for (int i = 0; i < commands.size(); i++) {
      Map<String, List<Command>> threads = new LinkedHashMap<>(from.threads());
      threads.put(thread, Pairing.without(commands, i));
      all.add(from.with(from.drivers(), threads));
    }
  }
}
