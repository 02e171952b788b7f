package mm.verify.reach;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import mm.verify.code.Member;
import mm.verify.code.MethodShape;
import mm.verify.code.Step;

/**
 * A search for what one rule forbids, breadth first, so that the path found is a shortest one.
 *
 * <p>Methods that carry a justification for the rule are not entered at first: what can be reached
 * around them is found. Then they are, and what is found only there is justified.
 */
public final class Search {
  /** Findings that are listed; the rest is counted. */
  private static final int MOST = 100;

  private final CallGraph graph;
  private final String rule;
  private final Predicate<Step> begins;
  private final Predicate<Step> goesOn;
  private final Predicate<Links.Use> wanted;
  private Predicate<Member> enters = member -> true;

  private final Map<Member, Node> visited = new HashMap<>();
  private final Map<Member, Node> gates = new LinkedHashMap<>();
  private final Set<List<Object>> seen = new HashSet<>();
  private final List<Reached> findings = new ArrayList<>();
  private final List<Reached> justified = new ArrayList<>();
  private int more;

  private Search(
      CallGraph graph,
      String rule,
      Predicate<Step> begins,
      Predicate<Step> goesOn,
      Predicate<Operation> wanted) {
    this.graph = graph;
    this.rule = rule;
    this.begins = begins;
    this.goesOn = goesOn;
    this.wanted = use -> wanted.test(use.operation());
  }

  /**
   * A search along every step.
   *
   * @param graph the calls
   * @param rule the rule's id, for justifications
   * @param wanted what the rule forbids
   * @return the search
   */
  public static Search everywhere(CallGraph graph, String rule, Predicate<Operation> wanted) {
    return new Search(graph, rule, step -> true, step -> true, wanted);
  }

  /**
   * A search along what a callback does each time that nothing goes wrong. What a static
   * initialiser does it does once.
   *
   * @param graph the calls
   * @param rule the rule's id, for justifications
   * @param wanted what the rule forbids
   * @return the search
   */
  public static Search onSuccess(CallGraph graph, String rule, Predicate<Operation> wanted) {
    Predicate<Step> each = step -> step.is(Step.Mark.ON_SUCCESS);
    Search search = new Search(graph, rule, each, each, wanted);
    search.enters = member -> !member.name().equals(Member.STATIC_INITIALISER);
    return search;
  }

  /**
   * A search that begins with the steps that have a mark, and goes on along every step.
   *
   * @param graph the calls
   * @param rule the rule's id, for justifications
   * @param mark the mark
   * @param wanted what the rule forbids
   * @return the search
   */
  public static Search from(
      CallGraph graph, String rule, Step.Mark mark, Predicate<Operation> wanted) {
    return new Search(graph, rule, step -> step.is(mark), step -> true, wanted);
  }

  /**
   * Searches.
   *
   * @param roots where to begin
   * @return this, with what was found
   */
  public Search run(Collection<Member> roots) {
    Deque<Node> open = new ArrayDeque<>();
    roots.forEach(root -> begin(root, open));
    drain(open, findings);
    for (Node gate : gates.values()) {
      if (visited.put(gate.method(), gate) == null) {
        look(gate, gate.isRoot() ? begins : goesOn, open, justified);
        drain(open, justified);
      }
    }
    return this;
  }

  private void begin(Member root, Deque<Node> open) {
    Node node = new Node(root, null, null);
    if (reason(root).isEmpty()) {
      look(node, begins, open, findings);
    } else {
      gates.putIfAbsent(root, node);
    }
  }

  private void drain(Deque<Node> open, List<Reached> into) {
    while (!open.isEmpty()) {
      look(open.remove(), goesOn, open, into);
    }
  }

  private void look(Node node, Predicate<Step> along, Deque<Node> open, List<Reached> into) {
    Links links = graph.of(node.method());
    for (Links.Use use : links.uses()) {
      if (along.test(use.step())
          && wanted.test(use)
          && seen.add(List.of(node.method(), use.what(), use.step().line()))) {
        add(node, use, into);
      }
    }
    for (Links.Edge edge : links.edges()) {
      if (along.test(edge.step()) && enters.test(edge.to()) && !visited.containsKey(edge.to())) {
        enter(new Node(edge.to(), node, edge.step()), open, into);
      }
    }
  }

  private void add(Node node, Links.Use use, List<Reached> into) {
    if (into.size() < MOST) {
      into.add(new Reached(node.path(), use.what(), use.operation(), use.step(), reason(node)));
    } else if (into == findings) {
      more++;
    }
  }

  private void enter(Node node, Deque<Node> open, List<Reached> into) {
    if (into == findings && !reason(node.method()).isEmpty()) {
      gates.putIfAbsent(node.method(), node);
    } else {
      visited.put(node.method(), node);
      open.add(node);
    }
  }

  /** The reason nearest to the end of the path. */
  private String reason(Node end) {
    for (Node node = end; node != null; node = node.parent()) {
      String reason = reason(node.method());
      if (!reason.isEmpty()) {
        return reason;
      }
    }
    return "";
  }

  private String reason(Member method) {
    return graph
        .hierarchy()
        .resolve(method.owner(), method.key())
        .map(MethodShape::justifications)
        .map(reasons -> reasons.getOrDefault(rule, ""))
        .orElse("");
  }

  /**
   * What is not allowed.
   *
   * @return it, with the path that leads there
   */
  public List<Reached> findings() {
    return findings;
  }

  /**
   * How many findings there are beside those that are listed.
   *
   * @return their number
   */
  public int more() {
    return more;
  }

  /**
   * What is, for a reason.
   *
   * @return it, with the path that leads there
   */
  public List<Reached> justified() {
    return justified;
  }

  /**
   * A method on the way.
   *
   * @param method the method
   * @param parent who called it, null at the root
   * @param by how
   */
  private record Node(Member method, Node parent, Step by) {
    boolean isRoot() {
      return parent == null;
    }

    /** From the root to here. */
    List<Reached.Hop> path() {
      Deque<Reached.Hop> path = new ArrayDeque<>();
      int line = 0;
      for (Node node = this; node != null; node = node.parent()) {
        path.addFirst(new Reached.Hop(node.method(), line));
        line = node.by() == null ? 0 : node.by().line();
      }
      return List.copyOf(path);
    }
  }
}
