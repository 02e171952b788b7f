package mm.conform.play;

import java.util.Optional;
import mm.api.NotifierCore;
import mm.conform.script.BadFieldException;
import mm.conform.script.Case;
import mm.conform.script.MalformedFileException;
import mm.conform.script.Step;
import mm.machine.KernelVersion;

/** Plays a case that is judged by what always holds. */
final class TrialPlayer {
  private TrialPlayer() {}

  static Verdict play(KernelVersion kernel, String file, Case played)
      throws MalformedFileException {
    for (Step step : played.steps()) {
      Optional<String> lacking = at(file, played, step, () -> lacks(played, step));
      if (lacking.isPresent()) {
        return Verdict.skipped(lacking.get());
      }
    }
    try (Trial trial =
        new Trial(kernel, played.regions(), NotifierCore::create, Trial.Oracle.REFERENCE)) {
      return play(file, played, trial);
    }
  }

  private static Optional<String> lacks(Case played, Step step) {
    return Operations.prepare(step, played.regions()).lacks();
  }

  private static Verdict play(String file, Case played, Trial trial) throws MalformedFileException {
    for (Step step : played.steps()) {
      Optional<Breach> breach = at(file, played, step, () -> trial.play(step));
      if (breach.isPresent()) {
        return failed(step.title(), breach.get());
      }
    }
    return trial
        .end()
        .map(breach -> failed("at the end", breach))
        .orElseGet(() -> Verdict.passed(HintTally.NONE));
  }

  private static Verdict failed(String place, Breach breach) {
    return Verdict.failed(Miss.of(place, breach.toString()), HintTally.NONE);
  }

  /** Does something for a step. */
  interface Doing<T> {
    T run();
  }

  /** Says where a step with wrong arguments is. */
  static <T> T at(String file, Case played, Step step, Doing<T> doing)
      throws MalformedFileException {
    try {
      return doing.run();
    } catch (BadFieldException e) {
      String place = "case " + played.name() + ", " + step.title();
      throw new MalformedFileException(file, place, e.getMessage());
    }
  }
}
