package mm.conform.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;
import mm.conform.play.Breach;
import mm.conform.random.RandomRun.Broken;
import mm.conform.script.BadFieldException;
import mm.conform.script.Step;

/**
 * Delta debugging: takes steps away, in large pieces first, as long as what is left still breaks
 * the same kind of thing; then makes the arguments of the steps smaller. A script that names what
 * no step made any more does not count.
 */
final class Shrinking {
  private final Breach.Kind kind;
  private final Function<List<Step>, Optional<Broken>> trial;
  private final LongConsumer watcher;
  private List<Step> best = List.of();
  private Breach breach;

  /** Tells the watcher how many steps are left. */
  Shrinking(Breach.Kind kind, Function<List<Step>, Optional<Broken>> trial, LongConsumer watcher) {
    this.kind = kind;
    this.trial = trial;
    this.watcher = watcher;
  }

  /** What the shrunk script breaks. */
  Breach breach() {
    return breach;
  }

  List<Step> shrink(List<Step> failing) {
    best = failing;
    if (!isBroken(failing)) {
      throw new IllegalStateException("the failure does not come again: " + failing.size());
    }
    int before;
    do {
      before = best.size();
      removeSteps();
      simplifySteps();
    } while (best.size() < before);
    return numbered(best);
  }

  private void removeSteps() {
    for (int size = Math.max(1, best.size() / 2); size > 0; size /= 2) {
      int from = best.size();
      while (from > 0) { // the end first: early steps make what later ones use
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
    for (int at = 0; at < best.size(); at++) {
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
      if (broken.isEmpty() || broken.get().breach().kind() != kind) {
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

  private static List<Step> numbered(List<Step> steps) {
    List<Step> numbered = new ArrayList<>(steps.size());
    for (Step each : steps) {
      numbered.add(Step.of(numbered.size(), each.values()));
    }
    return numbered;
  }
}
