package mm.verify.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * In which order the instructions of a method may run, by their indices. Most go on to the next one
 * and nowhere else, so only what jumps is remembered.
 */
final class Flow {
  private static final int[] NOWHERE = {};

  /** Handlers of one instruction: nested ranges would multiply; a JVM looks at the first few. */
  private static final int MOST_HANDLERS = 16;

  private final MethodNode method;
  private final InsnList code;
  private final Map<Integer, int[]> jumps = new HashMap<>();
  private final Map<Integer, List<Integer>> jumpsTo = new HashMap<>();
  private int[][] handlers;

  Flow(MethodNode method) {
    this.method = method;
    code = method.instructions;
    for (int at = 0; at < code.size(); at++) {
      List<LabelNode> targets = targets(code.get(at));
      if (!targets.isEmpty()) {
        jumps.put(at, targets.stream().mapToInt(code::indexOf).toArray());
        for (int target : jumps.get(at)) {
          jumpsTo.computeIfAbsent(target, t -> new ArrayList<>()).add(at);
        }
      }
    }
  }

  int size() {
    return code.size();
  }

  /** Whether an instruction may go on to the one behind it. */
  boolean falls(int at) {
    return at + 1 < code.size() && !ends(code.get(at).getOpcode());
  }

  /** Where else it goes on when it does not throw. */
  int[] jumps(int at) {
    return jumps.getOrDefault(at, NOWHERE);
  }

  /** Which instructions jump to it. */
  List<Integer> jumpsTo(int at) {
    return jumpsTo.getOrDefault(at, List.of());
  }

  /** Where it goes on when it throws. */
  int[] handlers(int at) {
    if (handlers == null) {
      handlers = new int[code.size()][];
      Arrays.fill(handlers, NOWHERE);
      method.tryCatchBlocks.forEach(this::add);
    }
    return handlers[at];
  }

  boolean isReturn(int at) {
    int opcode = code.get(at).getOpcode();
    return opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN;
  }

  private static List<LabelNode> targets(AbstractInsnNode node) {
    List<LabelNode> targets = List.of();
    if (node instanceof JumpInsnNode jump) {
      targets = List.of(jump.label);
    } else if (node instanceof TableSwitchInsnNode table) {
      targets = new ArrayList<>(table.labels);
      targets.add(table.dflt);
    } else if (node instanceof LookupSwitchInsnNode lookup) {
      targets = new ArrayList<>(lookup.labels);
      targets.add(lookup.dflt);
    }
    return targets;
  }

  private static boolean ends(int opcode) {
    return switch (opcode) {
      case Opcodes.IRETURN,
          Opcodes.LRETURN,
          Opcodes.FRETURN,
          Opcodes.DRETURN,
          Opcodes.ARETURN,
          Opcodes.RETURN,
          Opcodes.ATHROW,
          Opcodes.GOTO,
          Opcodes.TABLESWITCH,
          Opcodes.LOOKUPSWITCH,
          Opcodes.RET ->
          true;
      default -> false;
    };
  }

  private void add(TryCatchBlockNode block) {
    int handler = code.indexOf(block.handler);
    int end = code.indexOf(block.end);
    for (int i = code.indexOf(block.start); i < end; i++) {
      int known = handlers[i].length;
      if (known < MOST_HANDLERS) {
        handlers[i] = Arrays.copyOf(handlers[i], known + 1);
        handlers[i][known] = handler;
      }
    }
  }
}
