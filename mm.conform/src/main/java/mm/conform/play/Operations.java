package mm.conform.play;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import mm.conform.script.Regions;
import mm.conform.script.Step;

/** From the name of an operation to what does it. */
final class Operations {
  private static final Map<String, Function<Arguments, Action>> BY_NAME = byName();

  private Operations() {}

  private static Map<String, Function<Arguments, Action>> byName() {
    Map<String, Function<Arguments, Action>> all = new HashMap<>();
    MappingOperations.addTo(all);
    AccessOperations.addTo(all);
    FileOperations.addTo(all);
    ProcessOperations.addTo(all);
    UserfaultOperations.addTo(all);
    ReclaimOperations.addTo(all);
    DeviceOperations.addTo(all);
    DriverOperations.addTo(all);
    return all;
  }

  static Set<String> names() {
    return Collections.unmodifiableSet(new TreeSet<>(BY_NAME.keySet()));
  }

  /**
   * Reads the arguments of a step.
   *
   * @throws mm.conform.script.BadFieldException when they are missing or wrong
   */
  static Action prepare(Step step, Regions regions) {
    Function<Arguments, Action> read = BY_NAME.get(step.op());
    return read == null
        ? Lacking.operation(step.op())
        : read.apply(new Arguments(step.fields(), regions));
  }
}
