package mm.conform.play;

import java.util.Map;
import java.util.function.Function;

/** Operations that make pages leave: swap and memory groups. */
final class ReclaimOperations {
  private ReclaimOperations() {}

  static void addTo(Map<String, Function<Arguments, Action>> all) {
    all.put("swap", ReclaimOperations::swap);
  }

  private static Action swap(Arguments step) {
    if (!step.fields().flag("on")) {
      return world -> Results.of(world.machine().swapOff());
    }
    int pages = (int) Math.min(step.fields().number("pages"), Integer.MAX_VALUE);
    return world -> {
      world.machine().swapOn(pages);
      return Results.SUCCESS;
    };
  }
}
