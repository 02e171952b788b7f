package mm.conform.shrink;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import mm.conform.script.Fields;
import mm.conform.script.Step;

/**
 * Orders of steps that threads did at once, each of them one in which the steps may have taken
 * effect: a step that was over before another began comes before it.
 *
 * <p>Every such order, and no other, comes of giving each step one moment between its beginning and
 * its end. First all take effect when they begin, or when they end, and what becomes of drivers
 * earlier or later than all that ran beside it; then chance decides, near the violation first.
 */
final class Orders {
  private static final String BEGAN = "began";
  private static final String OVER = "over";

  /** Changes of drivers take long, and each counts: so the last ones vary wherever they are. */
  private static final int VARIED_DRIVER_STEPS = 6;

  /**
   * How far from the violation steps vary, in ticks; each so many times, and again from the start.
   */
  private static final long[] NEAR = {64, 512, 4096, Long.MAX_VALUE};

  private static final int TIMES_EACH = 16;

  /** So many times nothing new: then there is hardly more. */
  private static final int REPETITIONS = 512;

  /** A step and when it was done, in ticks. */
  private record Timed(Step step, long began, long over) {
    boolean isOfDrivers() {
      return step.op().equals("engine_swap")
          || step.op().startsWith("driver_") && !step.fields().has("ranges");
    }
  }

  private final List<Timed> steps;
  private final long noticed;
  private final Random random;
  private final Set<Integer> known = new HashSet<>();
  private final Set<Timed> lastOfDrivers;
  private int tried;
  private int drawn;

  private Orders(List<Timed> steps, long noticed, long seed) {
    this.steps = steps;
    this.noticed = noticed;
    random = new Random(seed);
    List<Timed> drivers =
        steps.stream().filter(each -> each.isOfDrivers() && each.began <= noticed).toList();
    lastOfDrivers =
        Set.copyOf(
            drivers.subList(Math.max(0, drivers.size() - VARIED_DRIVER_STEPS), drivers.size()));
    known.add(mark(steps)); // as written
  }

  /**
   * Orders of a script.
   *
   * @param written its steps, numbered; those that say nothing of when they were done stay where
   *     they are
   * @param noticed when the violation was noticed, in ticks; at the end where nobody knows
   * @param seed of chance
   */
  static Orders of(List<Step> written, Optional<Long> noticed, long seed) {
    long afterAll = 0;
    for (Step each : written) {
      afterAll = Math.max(afterAll, each.fields().number(OVER, 0) + 1);
    }
    List<Timed> steps = new ArrayList<>();
    long now = 0;
    for (Step each : written) {
      Fields fields = each.fields();
      long began = fields.number(BEGAN, now);
      now = Math.max(now, began);
      steps.add(new Timed(each, began, fields.has(BEGAN) ? fields.number(OVER, afterAll) : began));
    }
    return new Orders(steps, noticed.orElse(afterAll), seed);
  }

  /** How many steps were done while another one was. */
  int atOnce() {
    List<Timed> sorted = new ArrayList<>(steps);
    sorted.sort(Comparator.comparingLong(Timed::began));
    Set<Timed> at = new HashSet<>();
    Timed longest = null;
    for (Timed each : sorted) {
      if (longest != null && each.began < longest.over) {
        at.add(each);
        at.add(longest);
      }
      longest = longest == null || each.over > longest.over ? each : longest;
    }
    return at.size();
  }

  /** How many there were so far. */
  int tried() {
    return tried;
  }

  /** The next order that is new; empty when hardly another one is left. */
  Optional<List<Step>> next() {
    for (int i = 0; i < REPETITIONS; i++) {
      List<Timed> ordered = new ArrayList<>(steps);
      Map<Timed, Double> moments = moments(drawn++);
      ordered.sort(Comparator.comparingDouble(moments::get));
      if (known.add(mark(ordered))) {
        tried++;
        return Optional.of(ordered.stream().map(each -> untimed(each.step)).toList());
      }
    }
    return Optional.empty();
  }

  /** Two orders hardly ever have the same. */
  private static int mark(List<Timed> ordered) {
    return ordered.stream().map(each -> each.step.index()).toList().hashCode();
  }

  private Map<Timed, Double> moments(int turn) {
    return switch (turn) {
      case 0 -> moments(Timed::over, Timed::began);
      case 1 -> moments(Timed::began, Timed::began);
      case 2 -> moments(Timed::over, Timed::over);
      case 3 -> moments(Timed::began, Timed::over);
      default ->
          turn % 2 == 0 && !lastOfDrivers.isEmpty()
              ? moments(each -> chosen(each, 0), Timed::began)
              : chosen(NEAR[turn / TIMES_EACH % NEAR.length]);
    };
  }

  private Map<Timed, Double> moments(
      ToDoubleFunction<Timed> ofDrivers, ToDoubleFunction<Timed> ofOthers) {
    Map<Timed, Double> moments = new LinkedHashMap<>();
    for (Timed each : steps) {
      moments.put(each, (each.isOfDrivers() ? ofDrivers : ofOthers).applyAsDouble(each));
    }
    return moments;
  }

  private Map<Timed, Double> chosen(long near) {
    return moments(each -> chosen(each, near), each -> chosen(each, near));
  }

  private double chosen(Timed step, long near) {
    boolean varies = lastOfDrivers.contains(step) || Math.abs(noticed - step.began) <= near;
    return varies ? step.began + random.nextDouble() * (step.over - step.began) : step.began;
  }

  /** The same step of a script whose order is known. */
  static Step untimed(Step step) {
    Map<String, Object> values = new LinkedHashMap<>(step.values());
    values.keySet().removeAll(List.of(BEGAN, OVER));
    return Step.of(step.index(), values);
  }
}
