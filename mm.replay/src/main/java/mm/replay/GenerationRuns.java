package mm.replay;

import java.util.Optional;
import java.util.Set;
import mm.api.Dispatcher;
import mm.replay.input.BadRecordingException;

/** Replays under a generation of the rule, or under two and tells where they part. */
final class GenerationRuns {
  private static final Journaling UNREAD = dispatcher -> Journal.UNREAD;

  private final Stages stages;
  private final ReplayRequest request;
  private final Progress progress;

  GenerationRuns(Stages stages, ReplayRequest request, Progress progress) {
    this.stages = stages;
    this.request = request;
    this.progress = progress;
  }

  /** A run and what was written down about it. */
  private record Run(Report report, Story story) {}

  /** Makes a story for the drivers of a replay. */
  private interface Writing {
    Story start();
  }

  /** Makes a journal of what a dispatcher tells. */
  interface Journaling {
    Journal of(Dispatcher dispatcher);
  }

  Report one(String generation, Journaling journaling)
      throws BadRecordingException, UnusableRecordingException {
    return run(generation, () -> Story.of(Set.of()), journaling).report;
  }

  /** Two runs; a third repeats the first up to the difference, to get at its words. */
  GenerationsCompared compare(String first, String second)
      throws BadRecordingException, UnusableRecordingException {
    Run a = run(first, () -> Story.of(stages.admitted()), UNREAD);
    Run b = run(second, () -> Story.comparedWith(a.story), UNREAD);
    int index = b.story.firstDifference();
    return new GenerationsCompared(
        a.report,
        b.report,
        index < 0 ? Optional.empty() : Optional.of(difference(first, index, a, b)));
  }

  private GenerationsCompared.Difference difference(String first, int index, Run a, Run b)
      throws BadRecordingException, UnusableRecordingException {
    Run again = run(first, () -> Story.lookingFor(index, a.story), UNREAD);
    return new GenerationsCompared.Difference(again.story.entry(), b.story.entry());
  }

  private Run run(String generation, Writing writing, Journaling journaling)
      throws BadRecordingException, UnusableRecordingException {
    Stage stage = stages.reference(generation);
    try {
      Story story = writing.start();
      return new Run(
          new Replay(stage, request, progress, story, journaling.of(stage.dispatcher())).run(),
          story);
    } finally {
      stage.dispatcher().close();
    }
  }
}
