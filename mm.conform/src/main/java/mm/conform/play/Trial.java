package mm.conform.play;

import java.util.Optional;
import java.util.function.Supplier;
import mm.api.Dispatcher;
import mm.conform.script.BadFieldException;
import mm.conform.script.Format;
import mm.conform.script.Regions;
import mm.conform.script.Step;
import mm.lab.Generation;
import mm.lab.ReferenceCore;
import mm.machine.KernelVersion;

/**
 * Plays steps of which nobody recorded what comes of them, and looks after each whether what always
 * holds still does: no stale translation, every section ended, every promise kept, nothing leaked,
 * mappings as the operations say.
 *
 * <p>With a reference the same steps are played a second time beside the first, on the reference
 * dispatcher in generation {@code paired}: results and every single callback have to be the same.
 *
 * <p>To be used by one thread, best one that ends with the trial.
 */
public final class Trial implements Playing {
  /** What to compare with. */
  public enum Oracle {
    /** Nothing; for engines that are wrong on purpose. */
    NONE,
    /** {@code mm.lab}'s reference dispatcher. */
    REFERENCE
  }

  /** A look at everything costs as much as hundreds of steps. */
  private static final int THOROUGH_EVERY = 256;

  private final Regions regions;
  private final World world;
  private final Optional<World> reference;
  private final MappingOracle mappings;
  private final Dispatches made;
  private final Dispatches expected;
  private int played;

  /**
   * Makes fresh machines.
   *
   * @param kernel whose ways the machines follow
   * @param regions where the regions of the steps begin
   * @param engine makes the engine that is tried
   * @param oracle what to compare it with
   */
  public Trial(KernelVersion kernel, Regions regions, Supplier<Dispatcher> engine, Oracle oracle) {
    this.regions = regions;
    this.mappings = new MappingOracle(regions);
    Dispatcher core = engine.get();
    this.made = Dispatches.of(core);
    this.world = new World(kernel, Format.PROGRAMS, regions, core);
    if (oracle == Oracle.REFERENCE) {
      Dispatcher other = new ReferenceCore(Generation.PAIRED);
      this.expected = Dispatches.of(other);
      this.reference = Optional.of(new World(kernel, Format.PROGRAMS, regions, other));
    } else {
      this.expected = null;
      this.reference = Optional.empty();
    }
  }

  @Override
  public Optional<Breach> play(Step step) {
    played++;
    String result = Results.SUCCESS;
    try {
      result = run(world, step);
    } catch (BadFieldException e) {
      throw e;
    } catch (RuntimeException e) { // whatever it is, it is the machine's defect
      return failure(e);
    }
    mappings.played(world, step, result);
    Optional<Breach> breach = played % THOROUGH_EVERY == 0 ? thorough() : world.breach();
    return breach.isPresent() ? breach : compared(step, result);
  }

  private Optional<Breach> thorough() {
    Optional<Breach> breach = world.thoroughBreach();
    return breach.isPresent() ? breach : mappings.breach(world);
  }

  private String run(World where, Step step) {
    return Operations.prepare(step, regions).run(where);
  }

  static Optional<Breach> failure(RuntimeException e) {
    StackTraceElement[] trace = e.getStackTrace();
    String at = trace.length == 0 ? "" : " at " + trace[0];
    return Breach.of(Breach.Kind.FAILURE, e + at);
  }

  private Optional<Breach> compared(Step step, String result) {
    if (reference.isEmpty()) {
      made.forget();
      return Optional.empty();
    }
    String other = run(reference.get(), step);
    if (!result.equals(other)) {
      return Breach.of(
          Breach.Kind.DIFFERENCE, "returned " + result + ", with the reference " + other);
    }
    return dispatched();
  }

  private Optional<Breach> dispatched() {
    String difference = made.difference(expected);
    made.forget();
    expected.forget();
    return Optional.ofNullable(difference).flatMap(text -> Breach.of(Breach.Kind.DIFFERENCE, text));
  }

  @Override
  public Optional<Breach> end() {
    try {
      Optional<Breach> breach = thorough();
      if (breach.isEmpty()) {
        breach = world.leftovers();
      }
      if (breach.isEmpty() && reference.isPresent()) {
        reference.get().leftovers();
        breach = dispatched();
      }
      return breach;
    } catch (RuntimeException e) {
      return failure(e);
    }
  }

  @Override
  public void close() {
    world.close();
    reference.ifPresent(World::close);
  }
}
