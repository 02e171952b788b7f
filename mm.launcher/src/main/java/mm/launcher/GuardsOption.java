package mm.launcher;

import java.util.Map;
import picocli.CommandLine.Option;

/** {@code --strict} of the verbs that let drivers run in the framework. */
final class GuardsOption {
  /** Read by the engine when its bundle starts. */
  private static final String PROPERTY = "mm.guards";

  @Option(
      names = "--strict",
      description = {
        "Look drivers over while they run, whatever the property mm.guards says (it is on unless "
            + "switched off): waits, re-entry, lock order, old sections, allocation in callbacks. "
            + "In 'mm replay' a hint of a wait that no port saw counts, too."
      })
  private boolean strict;

  /** Before the framework starts. */
  void apply() {
    if (strict) {
      System.setProperty(PROPERTY, "on");
    }
  }

  void addTo(Map<String, Object> options) {
    options.put("strict", strict);
  }
}
