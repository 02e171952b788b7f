package mm.conform.play;

import java.util.ArrayList;
import java.util.List;
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

  static Verdict play(KernelVersion kernel, String file, Case played, DriverSource drivers)
      throws MalformedFileException {
    for (Step step : played.steps()) {
      Optional<String> lacking = at(file, played, step, () -> lacks(played, step));
      if (lacking.isPresent()) {
        return Verdict.skipped(lacking.get());
      }
    }
    try (Playing playing = playing(kernel, played, drivers)) {
      return play(file, played, playing);
    } catch (BadFieldException e) { // of a driver; steps say where they are
      throw new MalformedFileException(file, "case " + played.name(), e.getMessage());
    }
  }

  static Playing playing(KernelVersion kernel, Case played, DriverSource drivers) {
    return played.setting().drivers().isEmpty()
        ? new Trial(kernel, played.regions(), NotifierCore::create, Trial.Oracle.REFERENCE)
        : new DriverTrial(kernel, played.regions(), played.setting(), drivers);
  }

  /** The steps that the machine has. */
  static List<Step> playable(String file, Case played) throws MalformedFileException {
    List<Step> playable = new ArrayList<>();
    for (Step step : played.steps()) {
      if (at(file, played, step, () -> lacks(played, step)).isEmpty()) {
        playable.add(step);
      }
    }
    return playable;
  }

  private static Optional<String> lacks(Case played, Step step) {
    return Operations.prepare(step, played.regions()).lacks();
  }

  private static Verdict play(String file, Case played, Playing playing)
      throws MalformedFileException {
    for (Step step : played.steps()) {
      Optional<Breach> breach = at(file, played, step, () -> playing.play(step));
      if (breach.isPresent()) {
        return Verdict.failed(step.title(), breach.get());
      }
    }
    return playing
        .end()
        .map(breach -> Verdict.failed("at the end", breach))
        .orElseGet(() -> Verdict.passed(HintTally.NONE));
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
