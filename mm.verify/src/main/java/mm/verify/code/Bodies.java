package mm.verify.code;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** The code of the bundle's methods, read when it is first asked for. */
public final class Bodies {
  private static final String SPIN_LOCK = "mm/spi/SpinLock";

  private final Hierarchy hierarchy;
  private final Predicate<Member> deferring;
  private final Map<String, Map<String, Body>> read = new HashMap<>();
  private final Map<String, Map<String, Integer>> balances = new HashMap<>();
  private final Map<Member, Member> members = new HashMap<>();
  private final Set<String> lockers;

  /**
   * Prepares the bodies of a bundle.
   *
   * @param hierarchy its classes
   * @param deferring tells which methods only queue the closures that they are given
   */
  public Bodies(Hierarchy hierarchy, Predicate<Member> deferring) {
    this.hierarchy = hierarchy;
    this.deferring = deferring;
    lockers =
        hierarchy.classes().stream()
            .filter(file -> file.mentions().contains(SPIN_LOCK))
            .map(ClassFile::name)
            .collect(Collectors.toSet());
  }

  /**
   * The body of a method.
   *
   * @param method a method of the bundle
   * @return its body, empty if it has none
   */
  public Body of(Member method) {
    return hierarchy
        .inBundle(method.owner())
        .map(file -> bodies(file).getOrDefault(method.key(), Body.NONE))
        .orElse(Body.NONE);
  }

  private Map<String, Body> bodies(ClassFile file) {
    Map<String, Body> known = read.get(file.name());
    if (known == null) {
      known = read(file);
      read.put(file.name(), known);
    }
    return known;
  }

  private Map<String, Body> read(ClassFile file) {
    try {
      ClassNode node = new ClassNode();
      new ClassReader(file.bytes()).accept(node, ClassReader.SKIP_FRAMES);
      Map<String, Body> bodies = new HashMap<>();
      for (MethodNode method : node.methods) {
        bodies.put(method.name + method.desc, new BodyReader(method, this).read());
      }
      return bodies;
    } catch (RuntimeException | StackOverflowError | AssertionError e) { // of the library
      throw new UnreadableCodeException(file, e);
    }
  }

  /** The one object for a method that is named many times. */
  Member member(String owner, String name, String descriptor) {
    Member named = new Member(owner, name, descriptor);
    Member known = members.putIfAbsent(named, named);
    if (known == null) {
      Type.getArgumentTypes(descriptor); // fails here, not in the middle of the search
    }
    return known == null ? named : known;
  }

  /** Whether a method only queues the closures that it is given. */
  boolean defers(MethodInsnNode call) {
    return deferring.test(member(call.owner, call.name, call.desc));
  }

  /** By how many spin locks a call changes what its caller holds. */
  int balance(MethodInsnNode call) {
    if (call.owner.equals(SPIN_LOCK)) {
      return portBalance(call.name);
    }
    if (!lockers.contains(call.owner)) { // nearly all
      return 0;
    }
    return hierarchy
        .inBundle(call.owner)
        .map(file -> balances(file).getOrDefault(call.name + call.desc, 0))
        .orElse(0);
  }

  private static int portBalance(String method) {
    return switch (method) {
      case "lock" -> 1;
      case "unlock" -> -1;
      default -> 0;
    };
  }

  private Map<String, Integer> balances(ClassFile file) {
    Map<String, Integer> known = balances.get(file.name());
    if (known == null) {
      ClassNode node = new ClassNode();
      new ClassReader(file.bytes()).accept(node, ClassReader.SKIP_FRAMES | ClassReader.SKIP_DEBUG);
      Map<String, Integer> found = new HashMap<>();
      node.methods.forEach(method -> found.put(method.name + method.desc, wrapped(method)));
      balances.put(file.name(), found);
      known = found;
    }
    return known;
  }

  /** A method that only takes, or only gives back, does so for its caller. */
  private static int wrapped(MethodNode method) {
    List<Integer> ports = new ArrayList<>();
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof MethodInsnNode call && call.owner.equals(SPIN_LOCK)) {
        ports.add(portBalance(call.name));
      }
    }
    boolean takes = ports.contains(1);
    boolean gives = ports.contains(-1);
    return takes == gives ? 0 : takes ? 1 : -1;
  }
}
