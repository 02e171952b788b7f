package mm.verify.code;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;

/**
 * The classes of a bundle and their places among the platform's. Every walk remembers where it was,
 * so cycles end it.
 */
public final class Hierarchy {
  /** Longer lists are made anew: a chain of many thousand classes would fill the memory. */
  private static final int REMEMBERED = 100;

  private final Map<String, ClassFile> classes = new LinkedHashMap<>();
  private final Map<String, ClassFile> own = new HashMap<>();
  private final Map<String, Set<ClassFile>> children = new HashMap<>();
  private final Map<String, List<ClassFile>> subtypes = new HashMap<>();
  private final Map<String, List<String>> supertypes = new HashMap<>();

  /**
   * Arranges classes.
   *
   * @param files the classes of the bundle; of two with one name the first is taken
   */
  public Hierarchy(Collection<ClassFile> files) {
    files.forEach(each -> classes.putIfAbsent(each.name(), each));
    classes.values().stream()
        .filter(each -> !Platform.owns(each.name()))
        .forEach(each -> own.put(each.name(), each));
    classes.values().forEach(this::enter);
  }

  private void enter(ClassFile file) {
    for (String parent : file.parents().toList()) {
      // What a class of the platform is derived from is not looked at again on the way down.
      Stream<String> above =
          inBundle(parent).isPresent() ? Stream.of(parent) : supertypes(parent).stream();
      above.forEach(name -> children.computeIfAbsent(name, n -> new LinkedHashSet<>()).add(file));
    }
  }

  /**
   * All classes of the bundle.
   *
   * @return them, in the order of the jar
   */
  public Collection<ClassFile> classes() {
    return classes.values();
  }

  /**
   * Finds a class of the bundle.
   *
   * @param name its name
   * @return the class, unless it is the platform's or nobody's
   */
  public Optional<ClassFile> inBundle(String name) {
    return Optional.ofNullable(own.get(name));
  }

  /**
   * Finds a class.
   *
   * @param name its name
   * @return the class, if the bundle or the platform has it
   */
  public Optional<ClassFile> find(String name) {
    return inBundle(name).or(() -> Platform.find(name));
  }

  /**
   * A class and all that it is derived from: classes first, nearest first; names that nobody knows
   * included.
   *
   * @param name its name
   * @return the names
   */
  public List<String> supertypes(String name) {
    List<String> known = supertypes.get(name);
    if (known == null) {
      Set<String> all = superclasses(name);
      List.copyOf(all).forEach(each -> addInterfaces(each, all));
      known = List.copyOf(all);
      if (known.size() <= REMEMBERED) {
        supertypes.put(name, known);
      }
    }
    return known;
  }

  private Set<String> superclasses(String name) {
    Set<String> chain = new LinkedHashSet<>();
    String each = name;
    while (each != null && chain.add(each)) {
      each = find(each).map(ClassFile::superName).orElse(null);
    }
    return chain;
  }

  private void addInterfaces(String name, Set<String> all) {
    Deque<String> open = new ArrayDeque<>(interfaces(name));
    while (!open.isEmpty()) {
      String each = open.remove();
      if (all.add(each)) {
        open.addAll(interfaces(each));
      }
    }
  }

  private List<String> interfaces(String name) {
    return find(name).map(ClassFile::interfaces).orElse(List.of());
  }

  /**
   * Tells whether a class is derived from another one, or is it.
   *
   * @param name the class
   * @param ancestor the other one
   * @return true when it is known to be
   */
  public boolean isSubtype(String name, String ancestor) {
    return supertypes(name).contains(ancestor);
  }

  /**
   * Tells whether everything that a class is derived from is known.
   *
   * @param name the class
   * @return the first name that nobody knows
   */
  public Optional<String> unknownAbove(String name) {
    return supertypes(name).stream().filter(each -> find(each).isEmpty()).findFirst();
  }

  /**
   * The classes of the bundle that are derived from a class, itself included.
   *
   * @param name the class
   * @return them
   */
  public List<ClassFile> subtypes(String name) {
    List<ClassFile> known = subtypes.get(name);
    if (known == null) {
      known = below(name);
      subtypes.put(name, known);
    }
    return known;
  }

  private List<ClassFile> below(String name) {
    Set<ClassFile> found = new LinkedHashSet<>();
    Deque<ClassFile> open = new ArrayDeque<>();
    inBundle(name).ifPresent(open::add);
    open.addAll(children.getOrDefault(name, Set.of()));
    while (!open.isEmpty()) {
      ClassFile each = open.remove();
      if (found.add(each)) {
        open.addAll(children.getOrDefault(each.name(), Set.of()));
      }
    }
    return List.copyOf(found);
  }

  /**
   * Finds the method that a call on an object of a class ends in.
   *
   * @param type the class of the object
   * @param key name and descriptor
   * @return the method, which may be abstract if there is nothing better
   */
  public Optional<MethodShape> resolve(String type, String key) {
    MethodShape declared = null;
    for (String each : supertypes(type)) {
      MethodShape method = find(each).map(file -> file.methods().get(key)).orElse(null);
      if (method != null && !method.is(Opcodes.ACC_ABSTRACT)) {
        return Optional.of(method);
      }
      declared = declared == null ? method : declared;
    }
    return Optional.ofNullable(declared);
  }
}
