package mm.replay;

import mm.api.Dispatcher;
import mm.replay.input.Protection;
import mm.replay.input.RecordedEvent;

/** Memories whose notifications were recorded. */
final class RecordedWorld implements World {
  static final Protection READ_WRITE = new Protection(Protection.READ | Protection.WRITE);

  private final Dispatcher core;
  private final Fleet fleet;
  private final SectionTally sections;

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

  @Override
  public void finish() {}

  void leftPinned(String space, long pins) {
    if (pins != 0) {
      fleet.leaked(pins + " page references left in " + space);
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
