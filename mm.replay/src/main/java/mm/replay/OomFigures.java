package mm.replay;

import java.util.List;
import java.util.Optional;
import mm.machine.OomChoice;
import mm.machine.Reap;

/**
 * What the OOM killer did in a replay.
 *
 * @param kills each time that memory ran out
 * @param passedOver events of processes that had been killed
 */
record OomFigures(List<Kill> kills, long passedOver) {
  /**
   * One time that memory ran out.
   *
   * @param recording in which recording
   * @param afterCalls number of calls executed in it before
   * @param reason why somebody was chosen, or nobody
   * @param reap what became of the victim; empty when there was none
   */
  record Kill(String recording, long afterCalls, OomChoice.Reason reason, Optional<Reap> reap) {}
}
