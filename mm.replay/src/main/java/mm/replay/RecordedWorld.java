package mm.replay;

import mm.api.NotifierCore;
import mm.replay.input.Protection;
import mm.replay.input.RecordedEvent;

/** Memories whose notifications were recorded. */
final class RecordedWorld implements World {
  static final Protection READ_WRITE = new Protection(Protection.READ | Protection.WRITE);

  private final NotifierCore core;
  private final Fleet fleet;

  RecordedWorld(NotifierCore core, Fleet fleet) {
    this.core = core;
    this.fleet = fleet;
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

  NotifierCore core() {
    return core;
  }

  Fleet fleet() {
    return fleet;
  }
}
