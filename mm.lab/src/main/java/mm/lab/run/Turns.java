package mm.lab.run;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
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
    await("its turn to swap the engine", () -> swapping == null && changing.isEmpty());
    swapping = world.course.actor();
    try {
      engine.run();
    } finally {
      swapping = null;
      world.course.touch(OBJECT, Touch.WRITE);
    }
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
