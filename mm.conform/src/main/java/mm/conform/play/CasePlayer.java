package mm.conform.play;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mm.conform.script.Callback;
import mm.conform.script.Case;
import mm.conform.script.Expected;
import mm.conform.script.Format;
import mm.conform.script.Judge;
import mm.conform.script.Layout;
import mm.conform.script.MalformedFileException;
import mm.conform.script.Regions;
import mm.conform.script.Step;
import mm.machine.KernelVersion;

/** Plays one case on a fresh machine, up to its first difference. */
public final class CasePlayer {
  private final String file;
  private final Case played;
  private final World world;
  private int compared; // callbacks of earlier steps
  private HintTally hints = HintTally.NONE;

  private CasePlayer(String file, Case played, World world) {
    this.file = file;
    this.played = played;
    this.world = world;
  }

  /**
   * Plays a case.
   *
   * @param kernel whose ways the machine follows
   * @param file where it is from, for messages
   * @param played the case
   * @param drivers where drivers come from, for cases that name some
   * @return what became of it
   * @throws MalformedFileException when arguments of a step are missing or wrong, or a driver
   *     cannot be had
   */
  public static Verdict play(KernelVersion kernel, String file, Case played, DriverSource drivers)
      throws MalformedFileException {
    if (played.judge() == Judge.INVARIANTS) {
      return TrialPlayer.play(kernel, file, played, drivers);
    }
    try (World world = new World(kernel, played.format(), played.regions())) {
      return new CasePlayer(file, played, world).play();
    }
  }

  /**
   * Makes fresh machines for a case that is judged by what always holds.
   *
   * @param kernel whose ways they follow where the case does not say
   * @param played the case
   * @param drivers where drivers come from
   * @return to play its steps, or some of them, on
   * @throws mm.conform.script.BadFieldException when a driver cannot be had
   */
  public static Playing playing(KernelVersion kernel, Case played, DriverSource drivers) {
    return TrialPlayer.playing(kernel, played, drivers);
  }

  /**
   * The steps that can be played.
   *
   * @param file where the case is from, for messages
   * @param played the case
   * @return its steps without those that the machine lacks
   * @throws MalformedFileException when arguments of a step are missing or wrong
   */
  public static List<Step> playable(String file, Case played) throws MalformedFileException {
    return TrialPlayer.playable(file, played);
  }

  /**
   * Plays a case again, to find where its mappings go another way first.
   *
   * @param kernel whose ways the machine follows
   * @param file where it is from, for messages
   * @param played the case
   * @param layout the recorded mappings
   * @return step and mapping, or empty when none differs up to the first other difference
   * @throws MalformedFileException when arguments of a step are missing or wrong
   */
  public static Optional<String> compareMappings(
      KernelVersion kernel, String file, Case played, Layout layout) throws MalformedFileException {
    try (World world = new World(kernel, played.format(), played.regions())) {
      return new CasePlayer(file, played, world).compare(new LayoutPlayer(played, layout));
    }
  }

  private Optional<String> compare(LayoutPlayer mappings) throws MalformedFileException {
    List<Action> actions = actions();
    for (Step step : played.steps()) {
      Optional<Miss> miss = play(step, actions.get(step.index()));
      Optional<String> difference = mappings.difference(world, step);
      if (miss.isPresent() || difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private List<Action> actions() throws MalformedFileException {
    List<Action> actions = new ArrayList<>();
    for (Step step : played.steps()) {
      actions.add(at(step, () -> Operations.prepare(step, played.regions())));
    }
    return actions;
  }

  private Verdict play() throws MalformedFileException {
    List<Action> actions = actions();
    Optional<String> lacking =
        actions.stream().flatMap(action -> action.lacks().stream()).findFirst();
    return lacking.isPresent() ? Verdict.skipped(lacking.get()) : play(actions);
  }

  private Verdict play(List<Action> actions) throws MalformedFileException {
    for (Step step : played.steps()) {
      Optional<Miss> miss = play(step, actions.get(step.index()));
      if (miss.isPresent()) {
        return Verdict.failed(miss.get(), hints);
      }
    }
    Optional<Miss> miss = whole();
    return miss.isPresent() ? Verdict.failed(miss.get(), hints) : Verdict.passed(hints);
  }

  private Optional<Miss> play(Step step, Action action) throws MalformedFileException {
    world.recording().runs(step.fields().optionalText("process").orElse(World.FIRST));
    String result;
    try {
      result = at(step, () -> action.run(world));
    } catch (RuntimeException e) { // one case must not end the run; the machine's defect is a miss
      return Optional.of(Miss.of(step.title(), "the machine failed: " + e));
    }
    return judge(step, result);
  }

  /** Result first, as the format says; then callbacks, where they belong to steps. */
  private Optional<Miss> judge(Step step, String result) {
    Comparison comparison = comparison(step);
    if (step.result().isPresent() && !step.result().get().equals(result)) {
      String problem = "returned " + result + " instead of " + step.result().get();
      return Optional.of(comparison.miss(problem));
    }
    Optional<Miss> miss = played.format() == Format.PROGRAMS ? run(comparison) : Optional.empty();
    return miss.isPresent()
        ? miss
        : world.breach().map(breach -> Miss.of(step.title(), breach.text()));
  }

  private Comparison comparison(Step step) {
    List<Callback> told = world.recording().told();
    List<Callback> now = recorded(told.subList(compared, told.size()));
    compared = told.size();
    return new Comparison(step.title(), played.expectedIn(step.index()), now, played.regions());
  }

  private List<Callback> recorded(List<Callback> told) {
    Regions regions = played.regions();
    return told.stream().filter(each -> regions.isRecorded(each.start(), each.end())).toList();
  }

  private Optional<Miss> run(Comparison comparison) {
    Optional<Miss> miss = comparison.run();
    hints = hints.plus(comparison.hints());
    return miss;
  }

  private Optional<Miss> whole() {
    Optional<Miss> miss =
        played.format() == Format.CASES ? run(wholeComparison()) : Optional.empty();
    return miss.isPresent() ? miss : ended();
  }

  /** What has to hold of every script, whatever it is about. */
  private Optional<Miss> ended() {
    try {
      Optional<Breach> breach = world.thoroughBreach();
      return (breach.isPresent() ? breach : world.leftovers())
          .map(found -> Miss.of("at the end", found.text()));
    } catch (RuntimeException e) {
      return Optional.of(Miss.of("at the end", "the machine failed: " + e));
    }
  }

  private Comparison wholeComparison() {
    return new Comparison(
        "whole case",
        played.expectedIn(Expected.ANY_STEP),
        recorded(world.recording().told()),
        played.regions());
  }

  private <T> T at(Step step, TrialPlayer.Doing<T> doing) throws MalformedFileException {
    return TrialPlayer.at(file, played, step, doing);
  }
}
