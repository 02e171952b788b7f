package mm.verify.code;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;

/** Where the arguments of the calls in a method come from, and where its closures go. */
final class ValueSources {
  /** Cells of the analysis: a class file may ask for 65,535 variables at each instruction. */
  private static final long MOST_CELLS = 1 << 20;

  /** Values told apart: what may come from any of them is a set of them, at every instruction. */
  private static final int MOST_MADE = 500;

  private final Map<AbstractInsnNode, List<Origin>> arguments = new HashMap<>();
  private final Set<AbstractInsnNode> elsewhere = new HashSet<>();
  private final boolean known;

  private ValueSources(MethodNode method) {
    Frame<Origin>[] frames = frames(method);
    known = frames != null;
    for (int i = 0; known && i < frames.length; i++) {
      if (frames[i] != null) {
        look(method.instructions.get(i), frames[i]);
      }
    }
  }

  static ValueSources of(MethodNode method) {
    return new ValueSources(method);
  }

  /** Null when the method is too large, or nonsense. */
  private static Frame<Origin>[] frames(MethodNode method) {
    long cells = (long) method.instructions.size() * (method.maxLocals + method.maxStack);
    long made = Stream.of(method.instructions.toArray()).filter(OriginInterpreter::isMaker).count();
    if (made > MOST_MADE || cells > MOST_CELLS) {
      return null;
    }
    try {
      return new Analyzer<>(new OriginInterpreter()).analyze(Origin.OBJECT, method);
    } catch (AnalyzerException | RuntimeException | AssertionError e) {
      // Nonsense, which no JVM would run; the library asserts that a field is no method.
      return null;
    }
  }

  private void look(AbstractInsnNode node, Frame<Origin> frame) {
    if (node instanceof MethodInsnNode call) {
      arguments.put(node, top(frame, Type.getArgumentTypes(call.desc).length));
    } else if (node instanceof InvokeDynamicInsnNode dynamic) {
      escape(top(frame, Type.getArgumentTypes(dynamic.desc).length));
    } else if (stores(node.getOpcode())) {
      escape(top(frame, 1));
    }
  }

  private void escape(List<Origin> values) {
    values.forEach(value -> elsewhere.addAll(value.made()));
  }

  private static boolean stores(int opcode) {
    return opcode == Opcodes.PUTFIELD
        || opcode == Opcodes.PUTSTATIC
        || opcode == Opcodes.AASTORE
        || opcode == Opcodes.ARETURN;
  }

  private static List<Origin> top(Frame<Origin> frame, int count) {
    List<Origin> values = new ArrayList<>();
    for (int i = Math.max(0, frame.getStackSize() - count); i < frame.getStackSize(); i++) {
      values.add(frame.getStack(i));
    }
    return values;
  }

  /** What is known of an argument of a call. */
  Optional<Origin> argument(AbstractInsnNode call, int index) {
    List<Origin> all = arguments.getOrDefault(call, List.of());
    return index < all.size() ? Optional.of(all.get(index)) : Optional.empty();
  }

  /** Whether something is an argument of some calls and nothing else. */
  boolean isOnlyArgumentOf(AbstractInsnNode made, Predicate<MethodInsnNode> allowed) {
    if (!known || elsewhere.contains(made)) {
      return false;
    }
    List<MethodInsnNode> users =
        arguments.entrySet().stream()
            .filter(call -> call.getValue().stream().anyMatch(each -> each.made().contains(made)))
            .map(call -> (MethodInsnNode) call.getKey())
            .toList();
    return !users.isEmpty() && users.stream().allMatch(allowed);
  }
}
