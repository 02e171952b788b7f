package mm.lab.run;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import mm.api.ContractException;
import mm.api.Rule;
import mm.lab.explore.Touch;
import mm.lab.explore.Waiting;

/**
 * Who changes which drivers there are, and who swaps the engine: whoever comes while the engine is
 * swapped waits for the next one, and the swap waits for whoever was first.
 */
final class Turns {
  private static final String OBJECT = "engine";

  private final World world;
  private final Set<String> changing = new HashSet<>();
  private String swapping;

  Turns(World world) {
    this.world = world;
  }

  /** A change of drivers; any number of them at once. */
  void change(Runnable drivers) {
    world.course.touch(OBJECT, Touch.ADD);
    if (swapping != null && isRefusedInside("change of drivers while the engine is swapped")) {
      return;
    }
    await("the next engine", () -> swapping == null);
    changing.add(world.course.actor());
    try {
      drivers.run();
    } finally {
      changing.remove(world.course.actor());
      world.course.touch(OBJECT, Touch.ADD);
    }
  }

  /** A swap of the engine. */
  void swap(Runnable engine) {
    world.course.touch(OBJECT, Touch.WRITE);
    if (isRefusedInside("swap of the engine")) {
      return;
    }
    await("its turn to swap the engine", () -> swapping == null && changing.isEmpty());
    swapping = world.course.actor();
    try {
      engine.run();
    } finally {
      swapping = null;
      world.course.touch(OBJECT, Touch.WRITE);
    }
  }

  /** The swap waits for the sections that were begun before: who is in one, for itself. */
  private boolean isRefusedInside(String what) {
    boolean inside =
        world.spaces.all().stream()
            .anyMatch(each -> each.sections.owners().contains(world.course.actor()));
    return inside
        && world.keeps(Rule.R2_8)
        && !world.dispatching.guarded(
            () -> {
              throw new ContractException(Rule.R2_8, what + " inside one's own section");
            });
  }

  private void await(String what, BooleanSupplier free) {
    if (!free.getAsBoolean()) {
      world.course.await(new Waiting(what, free, List.of(OBJECT), this::holders), Long.MAX_VALUE);
    }
  }

  private List<String> holders() {
    return swapping == null ? List.copyOf(changing) : List.of(swapping);
  }
}
