package mm.verify.reach;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mm.verify.code.Body;
import mm.verify.code.Hierarchy;
import mm.verify.code.Marks;
import mm.verify.code.Member;
import mm.verify.code.MethodShape;
import mm.verify.code.Step;
import org.objectweb.asm.Opcodes;

/** One method's links in the making. */
final class Drawing {
  private static final Member MONITOR = new Member("monitor", "enter", "()V");
  private static final Member NATIVE = new Member("native", "method", "()V");
  private static final Set<String> COMPARING =
      Set.of("hashCode()I", "equals(Ljava/lang/Object;)Z", "compareTo(Ljava/lang/Object;)I");
  private static final Set<String> PRINTING = Set.of("toString()Ljava/lang/String;");
  private static final String OBJECT = "java/lang/Object";

  private final CallGraph graph;
  private final Hierarchy hierarchy;
  private final World world;
  private final Targets targets;
  private final Member method;
  private final Map<Marks, Set<Member>> seen = new HashMap<>();
  private final List<Links.Edge> edges = new ArrayList<>();
  private final List<Links.Use> uses = new ArrayList<>();

  Drawing(CallGraph graph, Member method) {
    this.graph = graph;
    this.method = method;
    hierarchy = graph.hierarchy();
    world = graph.world();
    targets = graph.targets();
  }

  Links draw(Optional<MethodShape> shape, Body body) {
    if (shape.isPresent() && shape.get().is(Opcodes.ACC_NATIVE)) {
      use(NATIVE, at(body.firstLine()));
    }
    if (shape.isPresent() && shape.get().is(Opcodes.ACC_SYNCHRONIZED)) {
      use(MONITOR, at(body.firstLine()));
    }
    body.steps().forEach(this::add);
    return new Links(List.copyOf(edges), List.copyOf(uses));
  }

  private static Step at(int line) {
    Marks marks = Marks.NONE.with(Step.Mark.ON_SUCCESS);
    return new Step(Step.Kind.MONITOR, MONITOR, line, marks, List.of(), null);
  }

  private void add(Step step) {
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
      outside(called, step, graph.known(called));
      give(called, step);
    }
  }

  private boolean inside(Member called, Step step) {
    initialiser(called.owner(), step);
    Optional<Member> target = targets.exact(called);
    if (target.isPresent()) {
      edge(target.get(), step);
    }
    return target.isPresent();
  }

  private void virtual(Member called, Step step) {
    Set<Member> inside = targets.virtual(called);
    inside.forEach(target -> edge(target, step));
    boolean closures = closures(called, step);
    Optional<MethodShape> declared = hierarchy.resolve(called.owner(), called.key());
    if (declared.filter(shape -> isOurs(shape.member())).isEmpty()) {
      Operation known = graph.known(called);
      boolean nothing = inside.isEmpty() && !closures && known.is(Operation.Kind.FOLLOWS);
      outside(called, step, nothing ? Operation.NOT_THERE : known);
      give(called, step);
    } else if (isOurs(called) && inside.isEmpty() && !closures) {
      missing(called, declared.get(), step);
    }
  }

  private boolean isOurs(Member member) {
    return hierarchy.inBundle(member.owner()).isPresent();
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
    for (Step made : world.closures(called.owner())) {
      graph.work().spend();
      if (made.closure().method().equals(called.name())) {
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
        outside(called, step, graph.known(called));
      }
    } else {
      Set<Member> found = targets.virtual(called);
      found.forEach(target -> edge(target, step));
      if (found.isEmpty()) {
        outside(called, step, graph.known(called));
      }
    }
  }

  private void outside(Member called, Step step, Operation known) {
    if (!called.owner().startsWith("[")) { // arrays can be copied, that is all
      uses.add(new Links.Use(called, known, step));
    }
  }

  private void give(Member called, Step step) {
    if (!step.handed().isEmpty()
        && graph.known(called).runsWhatItIsGiven()
        && !called.owner().startsWith("mm/")) {
      step.handed().forEach(each -> handed(called, each, step));
    }
  }

  private void handed(Member called, Step.Handed handed, Step step) {
    if (!handed.type().equals(OBJECT)) { // that may be anything, and mostly is nothing special
      run(handed.type(), usual(called), step);
    }
    if (handed.origin() != Step.Origin.CLOSURE) { // those are followed where they are made
      run(handed.type(), targets.callable(handed.type()), step);
    }
    if (handed.origin() == Step.Origin.UNKNOWN && !handed.type().equals(OBJECT)) {
      for (Step made : world.closures(handed.type())) {
        graph.work().spend();
        body(made, step);
      }
    }
  }

  /** What a method of the platform does with any object. */
  private static Set<String> usual(Member called) {
    if (called.owner().startsWith("java/util/")) {
      return COMPARING;
    }
    return called.owner().startsWith("java/lang/String") ? PRINTING : Set.of();
  }

  private void print(Step.Handed handed, Step step) {
    if (!handed.type().equals(OBJECT)) {
      run(handed.type(), PRINTING, step);
    }
  }

  private void run(String type, Set<String> keys, Step step) {
    if (!keys.isEmpty()) {
      targets.named(type, keys).forEach(target -> edge(target, step));
    }
  }

  /** Of classes that may be used here for the first time: the method's own is in use already. */
  private void initialiser(String type, Step step) {
    List<Member> run = targets.initialisers(type);
    if (!run.isEmpty() && !hierarchy.isSubtype(method.owner(), type)) {
      run.forEach(each -> edge(each, step));
    }
  }

  private void use(Member what, Step step) {
    uses.add(new Links.Use(what, graph.known(what), step));
  }

  /** Once for each circumstance: a second call of the same method leads nowhere else. */
  private void edge(Member to, Step step) {
    if (seen.computeIfAbsent(step.marks(), marks -> new HashSet<>()).add(to)) {
      graph.edges().spend();
      edges.add(new Links.Edge(to, step));
    }
  }
}
