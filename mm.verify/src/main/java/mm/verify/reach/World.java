package mm.verify.reach;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mm.verify.code.Bodies;
import mm.verify.code.ClassFile;
import mm.verify.code.Hierarchy;
import mm.verify.code.Member;
import mm.verify.code.MethodShape;
import mm.verify.code.Step;
import org.objectweb.asm.Opcodes;

/**
 * What a driver can ever make: the classes of the bundle of which there may be objects, and the
 * closures. A library in the bundle has many more, of which its driver never sees one.
 *
 * <p>It is what is reached from the driver class and its notifiers by way of anything: calls of the
 * classes made so far, and, since the platform may call them, all their methods that the platform
 * knows.
 */
final class World {
  private final Hierarchy hierarchy;
  private final Bodies bodies;
  private final Budget budget;

  private final Set<String> made = new LinkedHashSet<>();
  private final List<Step> closures = new ArrayList<>();
  private final Map<String, List<Step>> closuresByType = new HashMap<>();
  private final Set<Member> reached = new HashSet<>();
  private final Set<Member> calls = new HashSet<>();
  private final Set<Member> directCalls = new HashSet<>();
  private final Map<String, Set<Member>> callsByKey = new HashMap<>();
  private final Deque<Member> open = new ArrayDeque<>();

  World(Hierarchy hierarchy, Bodies bodies, Collection<String> roots, Budget budget) {
    this.hierarchy = hierarchy;
    this.bodies = bodies;
    this.budget = budget;
    roots.forEach(this::root);
    while (!open.isEmpty()) {
      bodies.of(open.remove()).steps().forEach(this::follow);
    }
  }

  /** Tells whether there may be objects of exactly this class. */
  boolean isMade(ClassFile type) {
    return made.contains(type.name());
  }

  /** Tells whether a method may ever be run. */
  boolean isReached(Member method) {
    return reached.contains(method);
  }

  /** The closures of a type that are made and not only queued. */
  List<Step> closures(String type) {
    List<Step> known = closuresByType.get(type);
    if (known == null) {
      known =
          closures.stream()
              .filter(made -> hierarchy.isSubtype(made.closure().type(), type))
              .toList();
      closuresByType.put(type, known);
    }
    return known;
  }

  private void root(String type) {
    make(type);
    hierarchy
        .inBundle(type)
        .ifPresent(file -> file.methods().values().forEach(method -> reach(method.member())));
  }

  private void reach(Member method) {
    budget.spend();
    if (reached.add(method)) {
      open.add(method);
    }
  }

  private void follow(Step step) {
    switch (step.kind()) {
      case DIRECT -> direct(step.target());
      case VIRTUAL -> virtual(step.target());
      case CLOSURE -> closure(step);
      case NEW -> make(step.target().owner());
      case FIELD -> initialise(step.target().owner());
      default -> {}
    }
  }

  private void direct(Member called) {
    if (directCalls.add(called)) {
      initialise(called.owner());
      resolve(called.owner(), called);
    }
  }

  private void virtual(Member called) {
    resolve(called.owner(), called);
    if (calls.add(called)) {
      callsByKey.computeIfAbsent(called.key(), key -> new HashSet<>()).add(called);
      for (ClassFile each : hierarchy.subtypes(called.owner())) {
        budget.spend();
        if (isMade(each)) {
          resolve(each.name(), called);
        }
      }
    }
  }

  private void closure(Step step) {
    if (!step.is(Step.Mark.DEFERRED)) {
      closures.add(step);
    }
    initialise(step.target().owner());
    if (step.target().name().equals(Member.CONSTRUCTOR)) {
      make(step.target().owner());
    }
    virtual(step.target());
  }

  private void resolve(String type, Member called) {
    hierarchy
        .resolve(type, called.key())
        .map(MethodShape::member)
        .filter(method -> hierarchy.inBundle(method.owner()).isPresent())
        .ifPresent(this::reach);
  }

  private void initialise(String type) {
    for (String each : hierarchy.supertypes(type)) {
      hierarchy
          .inBundle(each)
          .map(file -> file.methods().get(Member.STATIC_INITIALISER + "()V"))
          .ifPresent(method -> reach(method.member()));
    }
  }

  private void make(String type) {
    if (hierarchy.inBundle(type).isPresent() && made.add(type)) {
      initialise(type);
      for (String each : hierarchy.supertypes(type)) {
        hierarchy.find(each).ifPresent(above -> calledOn(type, above));
      }
    }
  }

  /** Methods that the platform knows by a supertype of its own, and those called already. */
  private void calledOn(String type, ClassFile above) {
    boolean platform = hierarchy.inBundle(above.name()).isEmpty();
    for (MethodShape method : above.methods().values()) {
      budget.spend();
      if (method.is(Opcodes.ACC_STATIC)) {
        continue;
      }
      if (platform || isCalledOn(type, method.member().key())) {
        resolve(type, method.member());
      }
    }
  }

  private boolean isCalledOn(String type, String key) {
    return callsByKey.getOrDefault(key, Set.of()).stream()
        .anyMatch(called -> hierarchy.isSubtype(type, called.owner()));
  }
}
