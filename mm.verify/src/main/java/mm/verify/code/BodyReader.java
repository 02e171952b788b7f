package mm.verify.code;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** Reads one method's code into steps. */
final class BodyReader {
  private static final String LAMBDAS = "java/lang/invoke/LambdaMetafactory";
  private static final String TEXTS = "java/lang/invoke/StringConcatFactory";

  /** Bootstraps that only call what the bundle could call itself, and is harmless. */
  private static final Set<String> PLAIN =
      Set.of(
          "java/lang/runtime/ObjectMethods",
          "java/lang/runtime/SwitchBootstraps",
          "java/lang/invoke/ConstantBootstraps");

  private final MethodNode method;
  private final Bodies bodies;
  private final List<Step> steps = new ArrayList<>();
  private final BitSet success;
  private final SpinDepth spin;
  private ValueSources sources;
  private int index;
  private int line;

  BodyReader(MethodNode method, Bodies bodies) {
    this.method = method;
    this.bodies = bodies;
    Flow flow = new Flow(method);
    success = SuccessPath.of(flow);
    spin = SpinDepth.of(method, flow, bodies::balance);
  }

  Body read() {
    int first = 0;
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof LineNumberNode number) {
        line = number.line;
        first = first == 0 ? line : first;
      }
      read(node);
      index++;
    }
    return new Body(first, List.copyOf(steps));
  }

  private void read(AbstractInsnNode node) {
    if (node instanceof MethodInsnNode call) {
      call(call);
    } else if (node instanceof InvokeDynamicInsnNode dynamic) {
      dynamic(dynamic);
    } else if (node instanceof FieldInsnNode field) {
      field(field);
    } else if (node instanceof TypeInsnNode type) {
      type(type);
    } else if (node instanceof LdcInsnNode constant && constant.cst instanceof ConstantDynamic c) {
      bootstrap(c.getBootstrapMethod());
    } else if (node.getOpcode() == Opcodes.NEWARRAY || node.getOpcode() == Opcodes.MULTIANEWARRAY) {
      garbage(bodies.member("[", Member.CONSTRUCTOR, "()V"));
    } else if (node.getOpcode() == Opcodes.MONITORENTER) {
      add(Step.Kind.MONITOR, bodies.member("monitor", "enter", "()V"));
    }
  }

  private void call(MethodInsnNode call) {
    Member target = bodies.member(call.owner, call.name, call.desc);
    boolean direct =
        call.getOpcode() == Opcodes.INVOKESTATIC || call.getOpcode() == Opcodes.INVOKESPECIAL;
    steps.add(
        new Step(
            direct ? Step.Kind.DIRECT : Step.Kind.VIRTUAL,
            target,
            line,
            marks(),
            handed(call),
            null));
  }

  private void field(FieldInsnNode field) {
    if (field.getOpcode() == Opcodes.GETSTATIC || field.getOpcode() == Opcodes.PUTSTATIC) {
      add(Step.Kind.FIELD, bodies.member(field.owner, Member.STATIC_INITIALISER, "()V"));
    }
  }

  private void type(TypeInsnNode node) {
    if (node.getOpcode() == Opcodes.NEW || node.getOpcode() == Opcodes.ANEWARRAY) {
      String made = node.getOpcode() == Opcodes.NEW ? node.desc : "[" + node.desc;
      garbage(bodies.member(made, Member.CONSTRUCTOR, "()V"));
    }
  }

  private void dynamic(InvokeDynamicInsnNode node) {
    String factory = node.bsm.getOwner();
    Handle body = factory.equals(LAMBDAS) ? implementation(node) : null;
    if (body != null) {
      closure(node, body);
    } else if (factory.equals(TEXTS)) {
      Marks marks = marks().with(Step.Mark.MAKES_GARBAGE);
      Member text = bodies.member(TEXTS, "makeConcat", node.desc);
      steps.add(new Step(Step.Kind.TEXT, text, line, marks, parameters(node.desc), null));
    } else {
      bootstrap(node.bsm);
    }
  }

  private static Handle implementation(InvokeDynamicInsnNode node) {
    return node.bsmArgs.length > 1 && node.bsmArgs[1] instanceof Handle body ? body : null;
  }

  private void closure(InvokeDynamicInsnNode node, Handle body) {
    Member target = bodies.member(body.getOwner(), body.getName(), body.getDesc());
    boolean direct =
        body.getTag() == Opcodes.H_INVOKESTATIC
            || body.getTag() == Opcodes.H_INVOKESPECIAL
            || body.getTag() == Opcodes.H_NEWINVOKESPECIAL;
    Step.Closure closure =
        new Step.Closure(
            Type.getReturnType(node.desc).getInternalName(),
            node.name,
            direct ? Step.Dispatch.DIRECT : Step.Dispatch.VIRTUAL);
    Marks marks = marks();
    if (Type.getArgumentTypes(node.desc).length > 0) {
      marks = marks.with(Step.Mark.MAKES_GARBAGE);
    }
    if (sources().isOnlyArgumentOf(node, bodies::defers)) {
      marks = marks.with(Step.Mark.DEFERRED);
    }
    steps.add(new Step(Step.Kind.CLOSURE, target, line, marks, List.of(), closure));
  }

  private void bootstrap(Handle bootstrap) {
    if (!PLAIN.contains(bootstrap.getOwner())) {
      String name = bootstrap.getName();
      add(Step.Kind.OPAQUE, bodies.member(bootstrap.getOwner(), name, "()V"));
    }
  }

  private List<Step.Handed> handed(MethodInsnNode call) {
    if (call.desc.indexOf('L') < 0) { // spares most calls the analysis
      return List.of();
    }
    List<Step.Handed> handed = new ArrayList<>();
    Type[] parameters = Type.getArgumentTypes(call.desc);
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i].getSort() == Type.OBJECT) {
        handed.add(origin(call, i, parameters[i].getInternalName()));
      }
    }
    return handed;
  }

  private static List<Step.Handed> parameters(String descriptor) {
    List<Step.Handed> handed = new ArrayList<>();
    for (Type each : Type.getArgumentTypes(descriptor)) {
      if (each.getSort() == Type.OBJECT) {
        handed.add(new Step.Handed(each.getInternalName(), Step.Origin.UNKNOWN));
      }
    }
    return handed;
  }

  private Step.Handed origin(MethodInsnNode call, int index, String declared) {
    Optional<Origin> found =
        declared.equals("java/lang/String") ? Optional.empty() : sources().argument(call, index);
    return found
        .map(origin -> handed(origin, declared))
        .orElse(new Step.Handed(declared, Step.Origin.UNKNOWN));
  }

  private static Step.Handed handed(Origin origin, String declared) {
    boolean precise = !origin.type().isEmpty() && !origin.type().equals(Origin.OBJECT);
    String type = precise ? origin.type() : declared;
    if (origin.elsewhere() == Origin.Elsewhere.YES || origin.made().isEmpty()) {
      return new Step.Handed(type, Step.Origin.UNKNOWN);
    }
    boolean closures = origin.made().stream().allMatch(InvokeDynamicInsnNode.class::isInstance);
    boolean object = origin.made().stream().allMatch(made -> isNew(made, type));
    return new Step.Handed(
        type, closures ? Step.Origin.CLOSURE : object ? Step.Origin.NEW : Step.Origin.UNKNOWN);
  }

  /** Of several classes that it may be, the common one is none that is subscribed. */
  private static boolean isNew(AbstractInsnNode made, String type) {
    return made instanceof TypeInsnNode node && node.desc.equals(type);
  }

  private ValueSources sources() {
    if (sources == null) {
      sources = ValueSources.of(method);
    }
    return sources;
  }

  private void add(Step.Kind kind, Member target) {
    add(kind, target, marks());
  }

  private void garbage(Member made) {
    add(Step.Kind.NEW, made, marks().with(Step.Mark.MAKES_GARBAGE));
  }

  private void add(Step.Kind kind, Member target, Marks marks) {
    steps.add(new Step(kind, target, line, marks, List.of(), null));
  }

  private Marks marks() {
    Marks marks = success.get(index) ? Marks.NONE.with(Step.Mark.ON_SUCCESS) : Marks.NONE;
    return spin.isHeld(index) ? marks.with(Step.Mark.UNDER_SPIN_LOCK) : marks;
  }
}
