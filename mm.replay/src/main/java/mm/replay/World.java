package mm.replay;

import mm.replay.input.RecordedEvent;

/** Where a replay's memories come from. */
interface World {
  /** An empty memory, as after exec. */
  Memory create(String name);

  /** Whether an event changes memory in this world; others are only counted. */
  boolean concerns(RecordedEvent event);

  /** Looks for what is left behind when all memories are gone. */
  void finish();
}
