package mm.replay;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import mm.api.Admission;
import mm.api.Dispatcher;
import mm.api.DriverStatus;
import mm.api.NotifierCore;
import mm.machine.RuleGeneration;

/** Sets up what replays run on: the engine, or a reference dispatcher with the same drivers. */
final class Stages {
  private final NotifierCore engine;
  private final Generations generations;

  Stages(NotifierCore engine, Generations generations) {
    this.engine = engine;
    this.generations = generations;
  }

  Stage engine() {
    return Stage.of(engine);
  }

  /**
   * A fresh reference dispatcher with every driver that the engine has admitted.
   *
   * @throws IllegalArgumentException when there is no such generation; the message lists all
   */
  Stage reference(String generation) {
    RuleGeneration rule = find(generation);
    Dispatcher dispatcher = rule.dispatcher(generations.options());
    admitted().forEach(id -> admit(dispatcher, id));
    return new Stage(dispatcher, rule.id(), rule.reaper(), Stage.Kind.REFERENCE);
  }

  /** The drivers that the engine has admitted. */
  Set<String> admitted() {
    Set<String> ids = new LinkedHashSet<>();
    for (DriverStatus each : engine.drivers().list()) {
      if (each.state() == DriverStatus.State.ADMITTED) {
        ids.add(each.id());
      }
    }
    return ids;
  }

  private void admit(Dispatcher dispatcher, String id) {
    Admission admission = dispatcher.drivers().admit(generations.driver(id));
    if (admission instanceof Admission.Refused refused) {
      throw new IllegalStateException(id + " is refused here: " + refused.findings());
    }
  }

  private RuleGeneration find(String id) {
    List<String> ids = generations.all().stream().map(RuleGeneration::id).toList();
    return generations.all().stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--generation: no generation '" + id + "'; there are " + ids));
  }
}
