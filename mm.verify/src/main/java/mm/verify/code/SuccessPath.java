package mm.verify.code;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/** Which instructions of a method run although nothing has failed, and nothing is about to. */
final class SuccessPath {
  private SuccessPath() {}

  /** Those reached without an exception from which a return is reached without one. */
  static BitSet of(Flow flow) {
    BitSet reached = reached(flow);
    reached.and(returning(flow));
    return reached;
  }

  private static BitSet reached(Flow flow) {
    BitSet reached = new BitSet(flow.size());
    Deque<Integer> open = new ArrayDeque<>();
    if (flow.size() > 0) {
      open.add(0);
    }
    while (!open.isEmpty()) {
      int at = open.remove();
      boolean on = true;
      while (on && !reached.get(at)) { // straight on, as far as it goes
        reached.set(at);
        for (int target : flow.jumps(at)) {
          open.add(target);
        }
        on = flow.falls(at);
        at++;
      }
    }
    return reached;
  }

  private static BitSet returning(Flow flow) {
    BitSet returning = new BitSet(flow.size());
    Deque<Integer> open = new ArrayDeque<>();
    for (int at = 0; at < flow.size(); at++) {
      if (flow.isReturn(at)) {
        open.add(at);
      }
    }
    while (!open.isEmpty()) {
      int at = open.remove();
      boolean on = true;
      while (on && !returning.get(at)) { // straight back
        returning.set(at);
        for (int source : flow.jumpsTo(at)) {
          open.add(source);
        }
        at--;
        on = at >= 0 && flow.falls(at);
      }
    }
    return returning;
  }
}
