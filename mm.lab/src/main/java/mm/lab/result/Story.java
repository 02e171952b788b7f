package mm.lab.result;

import java.util.List;
import mm.lab.explore.Decision;
import mm.lab.explore.Stuck;
import mm.lab.scenario.Outcome;

/**
 * One run that shows an outcome.
 *
 * @param outcome which
 * @param reasons what was found, in words
 * @param steps the run, line by line
 * @param events the same in full
 * @param waiting who waits for whom at the end; a circle when the outcome is a deadlock
 * @param order the decisions that lead to it
 */
public record Story(
    Outcome outcome,
    List<String> reasons,
    List<StoryStep> steps,
    List<LabEvent> events,
    List<Stuck> waiting,
    List<Decision> order) {}
