package mm.verify.reach;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mm.verify.code.Bodies;
import mm.verify.code.Hierarchy;
import mm.verify.code.Member;
import mm.verify.code.MethodShape;

/** Who calls whom in a bundle, drawn method by method when it is asked for. */
public final class CallGraph {
  /** Candidates of calls that are looked at. */
  private static final int MOST_WORK = 20_000_000;

  /** Edges that are kept. */
  private static final int MOST_EDGES = 400_000;

  private final Hierarchy hierarchy;
  private final Operations operations;
  private final Bodies bodies;
  private final World world;
  private final Targets targets;
  private final Map<Member, Operation> known = new HashMap<>();
  private final Map<Member, Links> drawn = new HashMap<>();
  private final Budget work = new Budget(MOST_WORK);
  private final Budget edges = new Budget(MOST_EDGES);

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
    targets = new Targets(hierarchy, world, work);
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

  /**
   * Tells whether the driver can ever come to a method, in a callback or elsewhere.
   *
   * @param method a method of the bundle
   * @return false for what nobody calls, as the copy that Kotlin keeps of an inline function
   */
  public boolean isRun(Member method) {
    return world.isReached(method);
  }

  /**
   * All that can be reached from methods by way of anything, justified or not. Where a kind is not
   * among it, a {@link Search} for it finds nothing.
   *
   * @param roots where to begin
   * @return what is known of it
   */
  public Set<Operation> reachable(Collection<Member> roots) {
    Set<Operation> found = new HashSet<>();
    Set<Member> visited = new HashSet<>(roots);
    Deque<Member> open = new ArrayDeque<>(visited);
    while (!open.isEmpty()) {
      Links links = of(open.remove());
      links.uses().forEach(use -> found.add(use.operation()));
      for (Links.Edge edge : links.edges()) {
        if (visited.add(edge.to())) {
          open.add(edge.to());
        }
      }
    }
    return found;
  }

  Links of(Member method) {
    Links links = drawn.get(method);
    if (links == null) {
      Optional<MethodShape> shape = hierarchy.resolve(method.owner(), method.key());
      links = new Drawing(this, method).draw(shape, bodies.of(method));
      drawn.put(method, links);
    }
    return links;
  }

  Operation known(Member called) {
    Operation operation = known.get(called);
    if (operation == null) {
      operation = operations.of(called, hierarchy.supertypes(called.owner()));
      known.put(called, operation);
    }
    return operation;
  }

  Targets targets() {
    return targets;
  }

  World world() {
    return world;
  }

  Budget work() {
    return work;
  }

  Budget edges() {
    return edges;
  }
}
