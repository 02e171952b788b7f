package mm.soak;

import java.util.ArrayList;
import java.util.List;
import mm.api.NotifierCore;
import mm.api.Violation;
import mm.soak.witness.WitnessDriver;

/** What drivers did that they had promised not to do, as the engines have seen it. */
final class Promises {
  private final List<String> broken = new ArrayList<>();
  private long splits;

  /** Of an engine that has gone, or at the end of the load; each engine once. */
  void add(NotifierCore engine) {
    engine.violations().forEach(this::add);
  }

  private void add(Violation each) {
    if (!each.subscriber().equals(WitnessDriver.ID)) {
      broken.add(each.toString());
    } else if (each.message().contains(WitnessDriver.SPLIT)) { // else the trouble was planted
      splits += each.count();
    }
  }

  /** What was done; not what the witness was made to do. */
  List<String> broken() {
    return List.copyOf(broken);
  }

  /** Pairs of which start and end went to different devices, as the witness reports them. */
  long splits() {
    return splits;
  }
}
