package mm.replay;

import mm.api.Dispatcher;
import mm.api.NotifierCore;
import mm.machine.ReaperPolicy;

/**
 * What a replay runs on.
 *
 * @param dispatcher tells drivers; they are admitted there
 * @param generation the rule that it keeps
 * @param reaper what the OOM reaper does with notifiers in that generation
 * @param kind whose dispatcher it is
 */
record Stage(Dispatcher dispatcher, String generation, ReaperPolicy reaper, Kind kind) {
  /** Whose dispatcher. */
  enum Kind {
    /** The engine, which keeps the last generation only. */
    ENGINE,
    /** The reference, which keeps them all. */
    REFERENCE
  }

  static Stage of(NotifierCore engine) {
    return new Stage(engine, "paired", ReaperPolicy.ATTEMPT, Kind.ENGINE);
  }
}
