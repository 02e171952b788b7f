package mm.conform.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import mm.api.Dispatcher;
import mm.conform.play.Breach;
import mm.conform.play.Broken;
import mm.conform.play.OwnThread;
import mm.conform.play.Trial;
import mm.conform.script.Regions;
import mm.conform.script.Step;
import mm.conform.shrink.Shrinking;
import mm.machine.KernelVersion;

/**
 * Plays random scripts, each on fresh machines, until so many steps are played or one script breaks
 * what always holds.
 */
public final class RandomRun {
  /** Steps of a script unless there are fewer left. */
  public static final int LENGTH = 2000;

  private final KernelVersion kernel;
  private final Supplier<Dispatcher> engine;
  private final Trial.Oracle oracle;

  /**
   * Makes a run.
   *
   * @param kernel whose ways the machines follow
   * @param engine makes the engine that is tried
   * @param oracle what to compare it with
   */
  public RandomRun(KernelVersion kernel, Supplier<Dispatcher> engine, Trial.Oracle oracle) {
    this.kernel = kernel;
    this.engine = engine;
    this.oracle = oracle;
  }

  /**
   * Plays scripts.
   *
   * @param seed of the first; the others follow
   * @param steps how many in all, at least 1
   * @param watcher is told how many have been played, after each script
   * @return the first failure, not shrunk; empty when there is none
   */
  public Optional<Failure> run(long seed, long steps, LongConsumer watcher) {
    long played = 0;
    for (long script = seed; played < steps; script++) {
      int length = (int) Math.min(LENGTH, steps - played);
      Optional<Failure> failure = script(script, length);
      if (failure.isPresent()) {
        return failure;
      }
      played += length;
      watcher.accept(played);
    }
    return Optional.empty();
  }

  private Optional<Failure> script(long seed, int length) {
    List<Step> steps = new ArrayList<>(length);
    RandomScript script = new RandomScript(kernel, seed);
    for (int i = 0; i < length; i++) {
      steps.add(script.next());
    }
    return OwnThread.call("seed " + seed, () -> play(steps))
        .map(broken -> new Failure(seed, steps.subList(0, broken.played()), broken.breach()));
  }

  /** Shrinks a failure; a step that is left is needed for it. */
  public Failure shrunk(Failure failure, LongConsumer watcher) {
    Breach.Kind kind = failure.breach().kind();
    Shrinking shrinking =
        new Shrinking(
            breach -> breach.kind() == kind,
            steps -> OwnThread.call("shrinking", () -> play(steps)),
            watcher,
            () -> false);
    return new Failure(failure.seed(), shrinking.shrink(failure.steps()), shrinking.breach());
  }

  private Optional<Broken> play(List<Step> steps) {
    try (Trial trial = new Trial(kernel, Regions.DEFAULT, engine, oracle)) {
      return Broken.by(trial, steps);
    }
  }
}
