package mm.conform.shrink;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mm.conform.script.Case;
import mm.conform.script.Step;

/**
 * What became of a driver shortly before a violation, in words of the lab: the last of its swaps,
 * those of the engine, and the times it went and came back.
 */
record DriverFate(List<String> commands, Optional<String> successor) {
  /** What was over longer before the violation was noticed has nothing to do with it; in ticks. */
  private static final long SHORTLY = 4096;

  /** What comes back, and what goes before. */
  private static final Map<String, String> PAIRS =
      Map.of(
          "driver_start",
          "driver_stop",
          "driver_install",
          "driver_remove",
          "driver_release",
          "driver_quarantine");

  private static final Map<String, String> WORDS =
      Map.of(
          "driver_stop", "detach ",
          "driver_remove", "detach ",
          "driver_quarantine", "quarantine ",
          "driver_start", "attach ",
          "driver_install", "attach ",
          "driver_release", "release ");

  private static final DriverFate NONE = new DriverFate(List.of(), Optional.empty());

  /**
   * Looks it up.
   *
   * @param noticed when the violation was noticed, in ticks; the largest number when nobody knows
   */
  static DriverFate of(Case found, String driver, long noticed) {
    List<Step> steps =
        found.steps().stream()
            .filter(each -> isOf(each, driver) && isShortlyBefore(each, noticed))
            .toList();
    if (steps.isEmpty()) {
      return NONE;
    }
    return switch (steps.get(steps.size() - 1).op()) {
      case "driver_swap" -> swapped(driver);
      case "engine_swap" -> new DriverFate(List.of("swap-engine"), Optional.empty());
      default -> pair(steps, driver);
    };
  }

  /** Whether something becomes of a driver by a step. */
  static boolean isOf(Step step, String driver) {
    boolean known = WORDS.containsKey(step.op()) || step.op().equals("driver_swap");
    return step.op().equals("engine_swap") || known && step.fields().text("driver").equals(driver);
  }

  private static boolean isShortlyBefore(Step step, long noticed) {
    boolean timed = step.fields().has("began") && noticed != Long.MAX_VALUE;
    return !timed
        || step.fields().number("began") <= noticed
            && step.fields().number("over", noticed) >= noticed - SHORTLY;
  }

  private static DriverFate swapped(String driver) {
    String next = driver + "-next";
    return new DriverFate(List.of("swap " + driver + " " + next), Optional.of(next));
  }

  private static DriverFate pair(List<Step> steps, String driver) {
    List<String> commands = new ArrayList<>();
    Step last = steps.get(steps.size() - 1);
    String before = PAIRS.get(last.op());
    if (before != null) { // it was there, so that it can have gone
      commands.add(WORDS.get(before) + driver);
    }
    commands.add(WORDS.get(last.op()) + driver);
    return new DriverFate(commands, Optional.empty());
  }
}
