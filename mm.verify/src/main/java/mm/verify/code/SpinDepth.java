package mm.verify.code;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.ToIntFunction;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** How many spin locks may be held before each instruction of a method. */
final class SpinDepth {
  private static final int UNREACHED = -1;

  /** Enough to tell; and an end for loops that take and never give back. */
  private static final int MOST = 4;

  private final int[] depths;

  private SpinDepth(int size) {
    depths = new int[size];
    Arrays.fill(depths, UNREACHED);
  }

  /**
   * Follows a method from its entry, on all its ways.
   *
   * @param change by how many locks a call changes what is held
   */
  static SpinDepth of(MethodNode method, Flow flow, ToIntFunction<MethodInsnNode> change) {
    SpinDepth depth = new SpinDepth(flow.size());
    Deque<Integer> open = new ArrayDeque<>();
    depth.raise(0, 0, open);
    while (!open.isEmpty()) {
      int at = open.remove();
      int before = depth.depths[at];
      int after =
          method.instructions.get(at) instanceof MethodInsnNode call
              ? Math.max(0, Math.min(MOST, before + change.applyAsInt(call)))
              : before;
      for (int next : flow.next(at)) {
        depth.raise(next, after, open);
      }
      for (int handler : flow.handlers(at)) {
        depth.raise(handler, Math.min(before, after), open);
      }
    }
    return depth;
  }

  private void raise(int at, int depth, Deque<Integer> open) {
    if (at < depths.length && depth > depths[at]) {
      depths[at] = depth;
      open.add(at);
    }
  }

  boolean isHeld(int at) {
    return depths[at] > 0;
  }

  /** What the method leaves held, on the way that leaves most. */
  int atReturn(MethodNode method) {
    int most = 0;
    for (int i = 0; i < depths.length; i++) {
      if (Flow.isReturn(method.instructions.get(i).getOpcode())) {
        most = Math.max(most, depths[i]);
      }
    }
    return most;
  }
}
