package mm.conform.play;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mm.api.CoreOptions;
import mm.api.Dispatcher;
import mm.conform.script.BadFieldException;
import mm.conform.script.Regions;
import mm.conform.script.Setting;
import mm.conform.script.Step;
import mm.lab.Generation;
import mm.machine.KernelVersion;
import mm.machine.MachineOptions;
import mm.machine.ReaperPolicy;

/**
 * Plays the steps of a script with drivers, and looks after each whether every driver keeps its
 * word. To be used by one thread, best one that ends with the trial.
 */
public final class DriverTrial implements Playing {
  private final Regions regions;
  private final Setting setting;
  private final World world;

  /**
   * Makes a fresh machine and admits the drivers.
   *
   * @param kernel whose ways the machine follows where the setting does not say
   * @param regions where the regions of the steps begin
   * @param setting who takes part
   * @param source where drivers come from
   * @throws BadFieldException when a driver cannot be made or is refused, or the setting names what
   *     does not exist
   */
  public DriverTrial(KernelVersion kernel, Regions regions, Setting setting, DriverSource source) {
    this.regions = regions;
    this.setting = setting;
    try {
      Optional<Generation> generation = setting.generation().map(Generation::of);
      Dispatcher core = core(generation, options(setting));
      MachineOptions options =
          MachineOptions.defaults()
              .with(setting.kernel().map(KernelVersion::of).orElse(kernel))
              .with(setting.contents());
      ReaperPolicy reaper = generation.map(Generation::reaper).orElse(ReaperPolicy.ATTEMPT);
      world = new World(options, regions, core, reaper);
    } catch (IllegalArgumentException e) {
      throw new BadFieldException(e.getMessage());
    }
    begin(source);
  }

  private static CoreOptions options(Setting setting) {
    return CoreOptions.defaults().withDriverOptions(String.join(",", setting.options()));
  }

  private static Dispatcher core(Optional<Generation> generation, CoreOptions options) {
    return generation.isPresent() ? generation.get().dispatcher(options) : new Engines(options);
  }

  private void begin(DriverSource source) {
    try {
      world.begin(
          new Drivers(world.core(), world.machine(), world.checker(), source, setting.drivers()),
          regions);
    } catch (BadFieldException e) {
      world.close();
      throw e;
    }
  }

  @Override
  public Optional<Breach> play(Step step) {
    try {
      Operations.prepare(step, regions).run(world);
      return worst(world.breaches());
    } catch (BadFieldException e) {
      throw e;
    } catch (RuntimeException e) { // whatever it is, it is the machine's defect or a device's
      return Trial.failure(e);
    }
  }

  /** What the script was saved for, if it is there. */
  private Optional<Breach> worst(List<Breach> all) {
    return all.stream()
        .filter(each -> setting.broken().filter(each::is).isPresent())
        .findFirst()
        .or(() -> all.stream().findFirst());
  }

  @Override
  public Optional<Breach> end() {
    try {
      List<Breach> all = new ArrayList<>();
      world.thoroughBreach().ifPresent(all::add);
      all.addAll(world.breaches());
      world.leftovers().ifPresent(all::add);
      all.addAll(world.breaches());
      if (isAboutClasses()) {
        all.addAll(world.drivers().classesThatStay());
      }
      return worst(all);
    } catch (BadFieldException e) {
      throw e;
    } catch (RuntimeException e) {
      return Trial.failure(e);
    }
  }

  /** A collection costs more than most scripts: one that was saved for something else has none. */
  private boolean isAboutClasses() {
    return setting
        .broken()
        .map(Setting.Broken::kind)
        .filter(kind -> !kind.isEmpty() && !kind.equals(Breach.Kind.CLASSES.toString()))
        .isEmpty();
  }

  @Override
  public void close() {
    world.close();
  }
}
