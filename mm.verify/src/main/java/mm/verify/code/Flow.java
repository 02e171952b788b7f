package mm.verify.code;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** In which order the instructions of a method may run, by their indices. */
final class Flow {
  private final InsnList code;
  private final int[][] next;
  private final int[][] handlers;

  Flow(MethodNode method) {
    code = method.instructions;
    next = new int[code.size()][];
    handlers = new int[code.size()][];
    for (int i = 0; i < next.length; i++) {
      next[i] = successors(code.get(i), i);
      handlers[i] = new int[0];
    }
    method.tryCatchBlocks.forEach(this::add);
  }

  int size() {
    return next.length;
  }

  /** Where an instruction goes on when it does not throw. */
  int[] next(int at) {
    return next[at];
  }

  /** Where it goes on when it throws. */
  int[] handlers(int at) {
    return handlers[at];
  }

  private int[] successors(AbstractInsnNode node, int at) {
    List<LabelNode> targets = new ArrayList<>();
    if (node instanceof JumpInsnNode jump) {
      targets.add(jump.label);
    } else if (node instanceof TableSwitchInsnNode table) {
      targets.addAll(table.labels);
      targets.add(table.dflt);
    } else if (node instanceof LookupSwitchInsnNode lookup) {
      targets.addAll(lookup.labels);
      targets.add(lookup.dflt);
    }
    boolean falls = !ends(node.getOpcode()) && at + 1 < code.size();
    int[] indices = new int[targets.size() + (falls ? 1 : 0)];
    for (int i = 0; i < targets.size(); i++) {
      indices[i] = code.indexOf(targets.get(i));
    }
    if (falls) {
      indices[targets.size()] = at + 1;
    }
    return indices;
  }

  private static boolean ends(int opcode) {
    return isReturn(opcode)
        || opcode == Opcodes.ATHROW
        || opcode == Opcodes.GOTO
        || opcode == Opcodes.TABLESWITCH
        || opcode == Opcodes.LOOKUPSWITCH
        || opcode == Opcodes.RET;
  }

  static boolean isReturn(int opcode) {
    return opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN;
  }

  /** Nested ranges would multiply; what a JVM looks at is the first few. */
  private void add(TryCatchBlockNode block) {
    int handler = code.indexOf(block.handler);
    int end = code.indexOf(block.end);
    for (int i = code.indexOf(block.start); i < end; i++) {
      if (handlers[i].length < 16) {
        int[] longer = java.util.Arrays.copyOf(handlers[i], handlers[i].length + 1);
        longer[handlers[i].length] = handler;
        handlers[i] = longer;
      }
    }
  }
}
