package mm.replay;

import java.util.LinkedHashMap;
import java.util.Map;
import mm.api.Dispatcher;
import mm.replay.input.Protection;
import mm.replay.input.RecordedEvent;

/** Memories whose notifications were recorded. */
final class RecordedWorld implements World {
  static final Protection READ_WRITE = new Protection(Protection.READ | Protection.WRITE);

  private final Dispatcher core;
  private final Fleet fleet;
  private final SectionTally sections;
  private final Map<String, RecordedPages> pinned = new LinkedHashMap<>();

  RecordedWorld(Dispatcher core, Fleet fleet, SectionTally sections) {
    this.core = core;
    this.fleet = fleet;
    this.sections = sections;
  }

  @Override
  public Memory create(String name) {
    return new RecordedMemory(this, name, new RecordedPages());
  }

  @Override
  public boolean concerns(RecordedEvent event) {
    return true;
  }

  /** By now who unpins on a thread of its own has had its time. */
  @Override
  public void finish() {
    pinned.forEach(
        (space, pages) -> {
          if (pages.pins() != 0) {
            fleet.leaked(pages.pins() + " page references left in " + space);
          }
        });
  }

  /** Looks at the pages of a memory that has ended again when all have ended. */
  void ended(String space, RecordedPages pages) {
    if (pages.pins() != 0) {
      pinned.put(space, pages);
    }
  }

  SectionTally sections() {
    return sections;
  }

  Dispatcher core() {
    return core;
  }

  Fleet fleet() {
    return fleet;
  }
}
