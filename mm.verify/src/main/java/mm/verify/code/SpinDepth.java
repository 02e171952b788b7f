package mm.verify.code;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.ToIntFunction;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** How many spin locks may be held before each instruction of a method. */
final class SpinDepth {
  private static final SpinDepth NEVER = new SpinDepth(0);
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
    return hasAny(method, change) ? follow(method, flow, change) : NEVER;
  }

  private static boolean hasAny(MethodNode method, ToIntFunction<MethodInsnNode> change) {
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof MethodInsnNode call && change.applyAsInt(call) != 0) {
        return true;
      }
    }
    return false;
  }

  private static SpinDepth follow(
      MethodNode method, Flow flow, ToIntFunction<MethodInsnNode> change) {
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
      if (flow.falls(at)) {
        depth.raise(at + 1, after, open);
      }
      for (int target : flow.jumps(at)) {
        depth.raise(target, after, open);
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
    return at < depths.length && depths[at] > 0;
  }
}
