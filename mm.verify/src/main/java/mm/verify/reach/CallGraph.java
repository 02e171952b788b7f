package mm.verify.reach;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import mm.verify.code.Bodies;
import mm.verify.code.Body;
import mm.verify.code.ClassFile;
import mm.verify.code.Hierarchy;
import mm.verify.code.Member;
import mm.verify.code.MethodShape;
import mm.verify.code.Step;
import org.objectweb.asm.Opcodes;

/** Draws the calls of a bundle, method by method, when they are asked for. */
public final class CallGraph {
  private static final Member MONITOR = new Member("monitor", "enter", "()V");
  private static final Member NATIVE = new Member("native", "method", "()V");
  private static final Set<String> COMPARING =
      Set.of("hashCode()I", "equals(Ljava/lang/Object;)Z", "compareTo(Ljava/lang/Object;)I");
  private static final Set<String> PRINTING = Set.of("toString()Ljava/lang/String;");
  private static final String OBJECT = "java/lang/Object";

  /** Candidates of calls that are looked at. */
  private static final int MOST_WORK = 20_000_000;

  /** Edges that are kept. */
  private static final int MOST_EDGES = 400_000;

  private final Hierarchy hierarchy;
  private final Bodies bodies;
  private final Operations operations;
  private final Map<Member, Links> drawn = new HashMap<>();
  private final Map<Member, Set<Member>> targets = new HashMap<>();
  private final Map<List<Object>, Set<Member>> run = new HashMap<>();
  private final Map<String, List<Member>> initialisers = new HashMap<>();
  private Map<String, List<Step>> closures;
  private final Budget work = new Budget(MOST_WORK);
  private final Budget edges = new Budget(MOST_EDGES);
  private final World world;

  /**
   * Prepares the graph of a bundle.
   *
   * @param hierarchy its classes
   * @param operations what is known of others
   * @param roots the classes that are made from outside
   */
  public CallGraph(Hierarchy hierarchy, Operations operations, Collection<String> roots) {
    this.hierarchy = hierarchy;
    this.operations = operations;
    bodies = new Bodies(hierarchy, member -> known(member).is(Operation.Kind.DEFERS));
    world = new World(hierarchy, bodies, roots, work);
  }

  /**
   * The classes.
   *
   * @return the hierarchy
   */
  public Hierarchy hierarchy() {
    return hierarchy;
  }

  /**
   * The code.
   *
   * @return the bodies
   */
  public Bodies bodies() {
    return bodies;
  }

  private Operation known(Member called) {
    return operations.of(called, hierarchy.supertypes(called.owner()));
  }

  Links of(Member method) {
    Links links = drawn.get(method);
    if (links == null) {
      links = draw(method);
      drawn.put(method, links);
    }
    return links;
  }

  private Links draw(Member method) {
    Drawing drawing = new Drawing(method);
    Body body = bodies.of(method);
    MethodShape shape = hierarchy.resolve(method.owner(), method.key()).orElse(null);
    if (shape != null && shape.is(Opcodes.ACC_NATIVE)) {
      drawing.use(NATIVE, at(body.firstLine()));
    }
    if (shape != null && shape.is(Opcodes.ACC_SYNCHRONIZED)) {
      drawing.use(MONITOR, at(body.firstLine()));
    }
    body.steps().forEach(drawing::add);
    return new Links(List.copyOf(drawing.edges), List.copyOf(drawing.uses));
  }

  private static Step at(int line) {
    return new Step(
        Step.Kind.MONITOR, MONITOR, line, Set.of(Step.Mark.ON_SUCCESS), List.of(), null);
  }

  /**
   * The methods of the bundle in which a call may end.
   *
   * @param called the method that the call names
   * @return them; none if the call leaves the bundle
   */
  public Set<Member> targets(Member called) {
    Set<Member> known = targets.get(called);
    if (known == null) {
      known = candidates(called);
      targets.put(called, known);
    }
    return known;
  }

  private Set<Member> candidates(Member called) {
    Set<Member> found = new LinkedHashSet<>();
    exact(called).ifPresent(found::add);
    for (ClassFile each : receivers(called.owner())) {
      work.spend();
      exact(called.of(each.name())).ifPresent(found::add);
    }
    return found;
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

  /** The method of the bundle that is run for objects of exactly the named class. */
  private Optional<Member> exact(Member called) {
    return hierarchy
        .resolve(called.owner(), called.key())
        .filter(method -> !method.is(Opcodes.ACC_ABSTRACT))
        .map(MethodShape::member)
        .filter(member -> hierarchy.inBundle(member.owner()).isPresent());
  }

  /** The methods of the bundle with these names that objects of a type may have. */
  private Set<Member> run(String type, Set<String> keys) {
    Set<Member> known = run.get(List.of(type, keys));
    if (known == null) {
      known = new LinkedHashSet<>();
      for (ClassFile each : receivers(type)) {
        for (String key : keys) {
          work.spend();
          int name = key.indexOf('(');
          exact(new Member(each.name(), key.substring(0, name), key.substring(name)))
              .ifPresent(known::add);
        }
      }
      run.put(List.of(type, keys), known);
    }
    return known;
  }

  /** What the platform knows of a type: methods that the platform's types declare. */
  private Set<String> callable(String type) {
    Set<String> keys = new LinkedHashSet<>();
    for (String each : hierarchy.supertypes(type)) {
      if (hierarchy.inBundle(each).isEmpty() && !each.equals(OBJECT)) {
        hierarchy.find(each).ifPresent(file -> addCallable(file, keys));
      }
    }
    return keys;
  }

  /** What a method of the platform does with any object. */
  private static Set<String> usual(Member called) {
    if (called.owner().startsWith("java/util/")) {
      return COMPARING;
    }
    return called.owner().startsWith("java/lang/String") ? PRINTING : Set.of();
  }

  /** What runs when a class is used for the first time. */
  private List<Member> initialisers(String type) {
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

  private List<Step> closuresOf(String method) {
    if (closures == null) {
      closures =
          world.closures().stream().collect(Collectors.groupingBy(made -> made.closure().method()));
    }
    return closures.getOrDefault(method, List.of());
  }

  private static void addCallable(ClassFile file, Set<String> keys) {
    file.methods().values().stream()
        .filter(method -> !method.is(Opcodes.ACC_STATIC) && !method.is(Opcodes.ACC_PRIVATE))
        .filter(method -> !method.member().name().startsWith("<"))
        .forEach(method -> keys.add(method.member().key()));
  }

  /** One method's links in the making. */
  private final class Drawing {
    private final Member method;
    private final Set<List<Object>> seen = new HashSet<>();
    private final List<Links.Edge> edges = new ArrayList<>();
    private final List<Links.Use> uses = new ArrayList<>();

    Drawing(Member method) {
      this.method = method;
    }

    void add(Step step) {
      switch (step.kind()) {
        case DIRECT -> direct(step.target(), step);
        case VIRTUAL -> virtual(step.target(), step);
        case CLOSURE -> closure(step);
        case FIELD, NEW -> initialiser(step.target().owner(), step);
        case MONITOR -> use(MONITOR, step);
        case TEXT -> step.handed().forEach(each -> print(each, step));
        case OPAQUE -> uses.add(new Links.Use(step.target(), Operation.UNKNOWN, step));
      }
      if (step.is(Step.Mark.MAKES_GARBAGE)) {
        uses.add(new Links.Use(step.target(), Garbage.of(step), step));
      }
    }

    private void direct(Member called, Step step) {
      if (!inside(called, step)) {
        outside(called, step, known(called));
        give(called, step);
      }
    }

    private boolean inside(Member called, Step step) {
      initialiser(called.owner(), step);
      Optional<Member> target = exact(called);
      target.ifPresent(method -> edge(method, step));
      return target.isPresent();
    }

    private void virtual(Member called, Step step) {
      Set<Member> inside = targets(called);
      inside.forEach(target -> edge(target, step));
      boolean closures = closures(called, step);
      boolean ours = hierarchy.inBundle(called.owner()).isPresent();
      Optional<MethodShape> declared = hierarchy.resolve(called.owner(), called.key());
      boolean declaredHere =
          declared.isPresent() && hierarchy.inBundle(declared.get().member().owner()).isPresent();
      if (!declaredHere) {
        Operation known = known(called);
        boolean nothing = inside.isEmpty() && !closures && known.is(Operation.Kind.FOLLOWS);
        outside(called, step, nothing ? Operation.NOT_THERE : known);
        give(called, step);
      } else if (ours && inside.isEmpty() && !closures) {
        missing(called, declared.get(), step);
      }
    }

    /** Methods that are abstract and native ones, which have no body either. */
    private void missing(Member called, MethodShape declared, Step step) {
      if (declared.is(Opcodes.ACC_NATIVE)) {
        edge(declared.member(), step);
      } else {
        uses.add(new Links.Use(called, Operation.NOT_THERE, step));
      }
    }

    /** Closures that implement the interface which the call is on. */
    private boolean closures(Member called, Step step) {
      if (hierarchy
          .find(called.owner())
          .filter(file -> !file.is(Opcodes.ACC_INTERFACE))
          .isPresent()) {
        return false;
      }
      boolean any = false;
      for (Step made : closuresOf(called.name())) {
        work.spend();
        if (hierarchy.isSubtype(made.closure().type(), called.owner())) {
          body(made, step);
          any = true;
        }
      }
      return any;
    }

    private void closure(Step step) {
      if (!step.is(Step.Mark.DEFERRED)) {
        body(step, step);
      }
    }

    /** What a closure runs. What else the step is given belongs to another call. */
    private void body(Step made, Step step) {
      Member called = made.target();
      if (made.closure().virtual() == Step.Dispatch.DIRECT) {
        if (!inside(called, step)) {
          outside(called, step, known(called));
        }
      } else {
        Set<Member> found = targets(called);
        found.forEach(target -> edge(target, step));
        if (found.isEmpty()) {
          outside(called, step, known(called));
        }
      }
    }

    private void outside(Member called, Step step, Operation known) {
      if (!called.owner().startsWith("[")) { // arrays can be copied, that is all
        uses.add(new Links.Use(called, known, step));
      }
    }

    private void give(Member called, Step step) {
      if (known(called).runsWhatItIsGiven() && !called.owner().startsWith("mm/")) {
        step.handed().forEach(each -> handed(called, each, step));
      }
    }

    private void handed(Member called, Step.Handed handed, Step step) {
      if (!handed.type().equals(OBJECT)) { // that may be anything, and mostly is nothing special
        run(handed.type(), usual(called), step);
      }
      if (handed.origin() != Step.Origin.CLOSURE) { // those are followed where they are made
        run(handed.type(), callable(handed.type()), step);
      }
      if (handed.origin() == Step.Origin.UNKNOWN && !handed.type().equals(OBJECT)) {
        world.closures().stream()
            .filter(made -> hierarchy.isSubtype(made.closure().type(), handed.type()))
            .forEach(made -> body(made, step));
      }
    }

    private void print(Step.Handed handed, Step step) {
      if (!handed.type().equals(OBJECT)) {
        run(handed.type(), PRINTING, step);
      }
    }

    private void run(String type, Set<String> keys, Step step) {
      if (!keys.isEmpty()) {
        CallGraph.this.run(type, keys).forEach(target -> edge(target, step));
      }
    }

    /** Of classes that may be used here for the first time: the method's own is in use already. */
    private void initialiser(String type, Step step) {
      List<Member> run = initialisers(type);
      if (!run.isEmpty() && !hierarchy.isSubtype(method.owner(), type)) {
        run.forEach(each -> edge(each, step));
      }
    }

    void use(Member what, Step step) {
      uses.add(new Links.Use(what, known(what), step));
    }

    /** Once for each circumstance: a second call of the same method leads nowhere else. */
    private void edge(Member to, Step step) {
      if (seen.add(List.of(to, step.marks()))) {
        CallGraph.this.edges.spend();
        edges.add(new Links.Edge(to, step));
      }
    }
  }
}
