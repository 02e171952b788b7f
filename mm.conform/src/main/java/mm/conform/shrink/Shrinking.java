package mm.conform.shrink;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import mm.conform.play.Breach;
import mm.conform.play.Broken;
import mm.conform.script.BadFieldException;
import mm.conform.script.Step;

/**
 * Delta debugging: takes steps away, in large pieces first, as long as what is left still breaks
 * the same thing; then makes the arguments of the steps smaller. A script that names what no step
 * made any more does not count.
 */
public final class Shrinking {
  private final Predicate<Breach> same;
  private final Function<List<Step>, Optional<Broken>> trial;
  private final LongConsumer watcher;
  private final BooleanSupplier over;
  private List<Step> best = List.of();
  private Breach breach;

  /**
   * Prepares.
   *
   * @param same whether something broken is what the script is about
   * @param trial plays steps
   * @param watcher is told how many steps are left
   * @param over whether time is up; what has been reached then counts
   */
  public Shrinking(
      Predicate<Breach> same,
      Function<List<Step>, Optional<Broken>> trial,
      LongConsumer watcher,
      BooleanSupplier over) {
    this.same = same;
    this.trial = trial;
    this.watcher = watcher;
    this.over = over;
  }

  /**
   * What the shrunk script breaks.
   *
   * @return the same thing as the script that it was made of
   */
  public Breach breach() {
    return breach;
  }

  /**
   * Shrinks a script.
   *
   * @param failing breaks the thing, each time it is played
   * @return the steps that are needed, or more when time was up
   * @throws IllegalStateException when it does not break it
   */
  public List<Step> shrink(List<Step> failing) {
    best = failing;
    if (!isBroken(failing)) {
      throw new IllegalStateException("the failure does not come again: " + failing.size());
    }
    int before;
    do {
      before = best.size();
      removeSteps();
      simplifySteps();
    } while (best.size() < before && !over.getAsBoolean());
    return numbered(best);
  }

  private void removeSteps() {
    for (int size = Math.max(1, best.size() / 2); size > 0; size /= 2) {
      int from = best.size();
      while (from > 0 && !over.getAsBoolean()) { // the end first: early steps make what later use
        int to = Math.min(from, best.size());
        from = Math.max(0, to - size);
        tryWithout(from, to);
      }
    }
  }

  private void tryWithout(int from, int to) {
    List<Step> fewer = new ArrayList<>(best.subList(0, from));
    fewer.addAll(best.subList(to, best.size()));
    isBroken(fewer);
  }

  private void simplifySteps() {
    for (int at = 0; at < best.size() && !over.getAsBoolean(); at++) {
      List<Step> simpler = Simpler.of(best.get(at));
      for (int i = 0; i < simpler.size() && at < best.size(); i++) {
        List<Step> changed = new ArrayList<>(best);
        changed.set(at, simpler.get(i));
        if (isBroken(changed) && at < best.size()) {
          simpler = Simpler.of(best.get(at));
          i = -1;
        }
      }
    }
  }

  /** Whether it fails in the same way; then it is the best script so far. */
  private boolean isBroken(List<Step> steps) {
    try {
      Optional<Broken> broken = steps.isEmpty() ? Optional.empty() : trial.apply(numbered(steps));
      if (broken.filter(each -> same.test(each.breach())).isEmpty()) {
        return false;
      }
      best = List.copyOf(steps.subList(0, broken.get().played()));
      breach = broken.get().breach();
      watcher.accept(best.size());
      return true;
    } catch (BadFieldException e) {
      return false;
    }
  }

  /**
   * Steps with numbers that follow their places.
   *
   * @param steps some steps
   * @return the same, numbered from 0 on
   */
  static List<Step> numbered(List<Step> steps) {
    List<Step> numbered = new ArrayList<>(steps.size());
    for (Step each : steps) {
      numbered.add(Step.of(numbered.size(), each.values()));
    }
    return numbered;
  }
}
