package mm.verify.code;

import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicInterpreter;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Interpreter;

/**
 * Runs code over origins. Copies are looked through: it matters who made a value, not which
 * variable held it.
 */
final class OriginInterpreter extends Interpreter<Origin> {
  private final BasicInterpreter basic = new BasicInterpreter();

  OriginInterpreter() {
    super(Opcodes.ASM9);
  }

  /** The instructions whose values are told apart. */
  static boolean isMaker(AbstractInsnNode node) {
    return node.getOpcode() == Opcodes.NEW || node.getOpcode() == Opcodes.INVOKEDYNAMIC;
  }

  private static Origin of(BasicValue value) {
    if (value == null) {
      return null;
    }
    return Origin.somewhere(value.getSize(), value.isReference() ? Origin.OBJECT : "");
  }

  private static Origin of(Type type) {
    boolean reference = type.getSort() == Type.OBJECT || type.getSort() == Type.ARRAY;
    return Origin.somewhere(type.getSize(), reference ? type.getInternalName() : "");
  }

  @Override
  public Origin newValue(Type type) {
    if (type == null) {
      return Origin.NOTHING;
    }
    return type.getSort() == Type.VOID ? null : of(type);
  }

  @Override
  public Origin newOperation(AbstractInsnNode node) throws AnalyzerException {
    return switch (node.getOpcode()) {
      case Opcodes.ACONST_NULL -> Origin.NOTHING;
      case Opcodes.NEW -> Origin.made(node, ((TypeInsnNode) node).desc);
      case Opcodes.GETSTATIC -> of(Type.getType(((FieldInsnNode) node).desc));
      default -> of(basic.newOperation(node));
    };
  }

  @Override
  public Origin copyOperation(AbstractInsnNode node, Origin value) {
    return value;
  }

  @Override
  public Origin unaryOperation(AbstractInsnNode node, Origin value) throws AnalyzerException {
    return switch (node.getOpcode()) {
      case Opcodes.CHECKCAST -> value.cast(((TypeInsnNode) node).desc);
      case Opcodes.GETFIELD -> of(Type.getType(((FieldInsnNode) node).desc));
      default -> of(basic.unaryOperation(node, BasicValue.REFERENCE_VALUE));
    };
  }

  @Override
  public Origin binaryOperation(AbstractInsnNode node, Origin one, Origin two)
      throws AnalyzerException {
    if (node.getOpcode() == Opcodes.AALOAD && one.type().startsWith("[L")) {
      return of(Type.getType(one.type().substring(1)));
    }
    return of(basic.binaryOperation(node, BasicValue.REFERENCE_VALUE, BasicValue.INT_VALUE));
  }

  @Override
  public Origin ternaryOperation(AbstractInsnNode node, Origin one, Origin two, Origin three) {
    return null; // stores into arrays give nothing
  }

  @Override
  public Origin naryOperation(AbstractInsnNode node, List<? extends Origin> values)
      throws AnalyzerException {
    if (node instanceof InvokeDynamicInsnNode dynamic) {
      Type result = Type.getReturnType(dynamic.desc);
      return result.getSort() == Type.OBJECT
          ? Origin.made(node, result.getInternalName())
          : newValue(result);
    }
    return node instanceof MethodInsnNode call
        ? newValue(Type.getReturnType(call.desc))
        : of(basic.naryOperation(node, List.of()));
  }

  @Override
  public void returnOperation(AbstractInsnNode node, Origin value, Origin expected) {
    // Nothing to know about it.
  }

  @Override
  public Origin merge(Origin one, Origin two) {
    return one.merge(two);
  }
}
