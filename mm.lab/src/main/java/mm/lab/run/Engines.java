package mm.lab.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import mm.api.Violation;

/** The engines of a run, one after the other. What went wrong in one that has gone counts. */
final class Engines {
  private final World world;
  private final Supplier<Engine> maker;
  private final List<Engine> all = new ArrayList<>();
  private Watching watching; // made when it is needed: most runs take no lock and wait for nothing

  Engines(World world, Supplier<Engine> maker) {
    this.world = world;
    this.maker = maker;
    next();
  }

  /** From now on there is another one. */
  Engine next() {
    all.add(maker.get());
    watching = null;
    return now();
  }

  Engine now() {
    return all.get(all.size() - 1);
  }

  Watching watching() {
    if (watching == null) {
      watching = now().watching(world);
    }
    return watching;
  }

  List<Violation> violations() {
    return all.stream().flatMap(each -> each.dispatcher().violations().stream()).toList();
  }

  void abandon() {
    all.forEach(Engine::abandon);
  }
}
