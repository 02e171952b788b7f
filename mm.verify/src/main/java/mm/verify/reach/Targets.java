package mm.verify.reach;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import mm.verify.code.ClassFile;
import mm.verify.code.Hierarchy;
import mm.verify.code.Member;
import mm.verify.code.MethodShape;
import org.objectweb.asm.Opcodes;

/** In which methods of the bundle a call may end. Every answer is remembered. */
final class Targets {
  private static final String OBJECT = "java/lang/Object";

  private final Hierarchy hierarchy;
  private final World world;
  private final Budget work;
  private final Map<Member, Optional<Member>> exact = new HashMap<>();
  private final Map<Member, Set<Member>> virtual = new HashMap<>();
  private final Map<List<Object>, Set<Member>> named = new HashMap<>();
  private final Map<String, List<Member>> initialisers = new HashMap<>();

  Targets(Hierarchy hierarchy, World world, Budget work) {
    this.hierarchy = hierarchy;
    this.world = world;
    this.work = work;
  }

  /** The method that is run for objects of exactly the named class. */
  Optional<Member> exact(Member called) {
    Optional<Member> known = exact.get(called);
    if (known == null) {
      known =
          hierarchy
              .resolve(called.owner(), called.key())
              .filter(method -> !method.is(Opcodes.ACC_ABSTRACT))
              .map(MethodShape::member)
              .filter(member -> hierarchy.inBundle(member.owner()).isPresent());
      exact.put(called, known);
    }
    return known;
  }

  /** The methods that are run for objects of the named class or of what is derived from it. */
  Set<Member> virtual(Member called) {
    Set<Member> known = virtual.get(called);
    if (known == null) {
      known = new LinkedHashSet<>();
      exact(called).ifPresent(known::add);
      for (ClassFile each : receivers(called.owner())) {
        work.spend();
        exact(called.of(each.name())).ifPresent(known::add);
      }
      virtual.put(called, known);
    }
    return known;
  }

  /** The methods with these names that objects of a type may have. */
  Set<Member> named(String type, Set<String> keys) {
    Set<Member> known = named.get(List.of(type, keys));
    if (known == null) {
      known = new LinkedHashSet<>();
      for (ClassFile each : receivers(type)) {
        for (String key : keys) {
          work.spend();
          exact(member(each.name(), key)).ifPresent(known::add);
        }
      }
      named.put(List.of(type, keys), known);
    }
    return known;
  }

  private static Member member(String owner, String key) {
    int name = key.indexOf('(');
    return new Member(owner, key.substring(0, name), key.substring(name));
  }

  /**
   * The classes that an object of a type may be of. Where the bundle's own type is never made, as
   * far as anybody can see, something unseen makes it, and it may be any.
   */
  private List<ClassFile> receivers(String type) {
    List<ClassFile> all =
        hierarchy.subtypes(type).stream().filter(each -> !each.is(Opcodes.ACC_INTERFACE)).toList();
    List<ClassFile> made = all.stream().filter(world::isMade).toList();
    boolean unseen = made.isEmpty() && hierarchy.inBundle(type).isPresent();
    return unseen ? all : made;
  }

  /** What the platform knows of a type: names of methods that the platform's types declare. */
  Set<String> callable(String type) {
    Set<String> keys = new LinkedHashSet<>();
    for (String each : hierarchy.supertypes(type)) {
      if (hierarchy.inBundle(each).isEmpty() && !each.equals(OBJECT)) {
        hierarchy.find(each).ifPresent(file -> addCallable(file, keys));
      }
    }
    return keys;
  }

  private static void addCallable(ClassFile file, Set<String> keys) {
    file.methods().values().stream()
        .filter(method -> !method.is(Opcodes.ACC_STATIC) && !method.is(Opcodes.ACC_PRIVATE))
        .filter(method -> !method.member().name().startsWith("<"))
        .forEach(method -> keys.add(method.member().key()));
  }

  /** What runs when a class is used for the first time. */
  List<Member> initialisers(String type) {
    List<Member> known = initialisers.get(type);
    if (known == null) {
      known =
          hierarchy.supertypes(type).stream()
              .flatMap(each -> hierarchy.inBundle(each).stream())
              .map(file -> file.methods().get(Member.STATIC_INITIALISER + "()V"))
              .filter(Objects::nonNull)
              .map(MethodShape::member)
              .toList();
      initialisers.put(type, known);
    }
    return known;
  }
}
