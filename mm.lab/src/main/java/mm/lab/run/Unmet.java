package mm.lab.run;

import java.util.ArrayList;
import java.util.List;
import mm.lab.scenario.Expectation;

/** What came out differently from what was expected, in words. */
final class Unmet {
  private Unmet() {}

  static List<String> of(Expectation expected, CellRun run) {
    List<String> unmet = new ArrayList<>();
    if (run.outcome() != expected.outcome()) {
      unmet.add("outcome " + run.outcome() + " instead of " + expected.outcome());
    }
    List<String> strange = new ArrayList<>(run.reaps().keySet());
    strange.removeAll(expected.reap());
    if (!expected.reap().isEmpty() && !strange.isEmpty()) {
      unmet.add("the reaper answers " + strange + " instead of " + expected.reap());
    }
    for (String each : expected.reports()) {
      if (!run.reports().contains(each)) {
        unmet.add(each + " is not reported; reported are " + run.reports());
      }
    }
    if (!expected.reports().isEmpty() && run.silent() > 0) {
      unmet.add(run.silent() + " orders end badly and nothing is reported");
    }
    String found = run.worst().map(story -> String.join("; ", story.reasons())).orElse("");
    for (String each : expected.finds()) {
      if (!found.contains(each)) {
        unmet.add("'" + each + "' is not in what is found: " + found);
      }
    }
    if (expected.meetings() > 0 && expected.meetings() != run.meetings().size()) {
      unmet.add("met in " + run.meetings().size() + " orders: " + run.meetings());
    }
    expected
        .counters()
        .forEach(
            (counter, bounds) -> {
              Expectation.Bounds seen = run.counters().get(counter);
              if (seen != null && (seen.least() < bounds.least() || seen.most() > bounds.most())) {
                unmet.add(counter + " is " + seen + " instead of " + bounds);
              }
            });
    int lines = run.worst().map(story -> story.steps().size()).orElse(0);
    if (expected.storySteps() > 0 && lines > expected.storySteps()) {
      unmet.add("the story has " + lines + " steps, more than " + expected.storySteps());
    }
    return unmet;
  }
}
