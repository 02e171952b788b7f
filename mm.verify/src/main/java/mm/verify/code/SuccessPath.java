package mm.verify.code;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.objectweb.asm.tree.MethodNode;

/** Which instructions of a method run although nothing has failed, and nothing is about to. */
final class SuccessPath {
  private SuccessPath() {}

  /** Those reached without an exception from which a return is reached without one. */
  static BitSet of(MethodNode method, Flow flow) {
    BitSet reached = reached(flow);
    reached.and(returning(method, flow));
    return reached;
  }

  private static BitSet reached(Flow flow) {
    BitSet reached = new BitSet();
    Deque<Integer> open = new ArrayDeque<>();
    if (flow.size() > 0) {
      open.add(0);
    }
    while (!open.isEmpty()) {
      int at = open.remove();
      if (!reached.get(at)) {
        reached.set(at);
        for (int next : flow.next(at)) {
          open.add(next);
        }
      }
    }
    return reached;
  }

  private static BitSet returning(MethodNode method, Flow flow) {
    List<List<Integer>> before = new ArrayList<>();
    for (int i = 0; i < flow.size(); i++) {
      before.add(new ArrayList<>(1));
    }
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < flow.size(); i++) {
      for (int next : flow.next(i)) {
        before.get(next).add(i);
      }
      if (Flow.isReturn(method.instructions.get(i).getOpcode())) {
        open.add(i);
      }
    }
    BitSet returning = new BitSet();
    while (!open.isEmpty()) {
      int at = open.remove();
      if (!returning.get(at)) {
        returning.set(at);
        open.addAll(before.get(at));
      }
    }
    return returning;
  }
}
