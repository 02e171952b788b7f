package mm.verify.check;

import java.util.ArrayList;
import java.util.List;
import mm.api.Finding;
import mm.verify.Hit;
import mm.verify.Place;
import mm.verify.Severity;
import mm.verify.code.Member;
import mm.verify.reach.CallGraph;
import mm.verify.reach.Reached;

/** What a search has reached, with places in the source. */
final class ReachedHit {
  private ReachedHit() {}

  static Hit of(
      CallGraph graph,
      Finding finding,
      Severity severity,
      String driver,
      Reached reached,
      String justification) {
    List<Place> path = new ArrayList<>();
    List<Reached.Hop> hops = reached.path();
    for (int i = 0; i < hops.size(); i++) {
      boolean last = i == hops.size() - 1;
      path.add(
          place(graph, hops.get(i).method(), last ? reached.step().line() : hops.get(i).line()));
    }
    return new Hit(finding, severity, driver, path.get(path.size() - 1), path, justification);
  }

  private static Place place(CallGraph graph, Member method, int line) {
    return graph
        .hierarchy()
        .inBundle(method.owner())
        .map(file -> Place.of(file, method.name(), line(graph, method, line)))
        .orElse(Place.of(method.toString()));
  }

  /** A method that is synchronized does its waiting before its first line. */
  private static int line(CallGraph graph, Member method, int line) {
    return line == 0 ? graph.bodies().of(method).firstLine() : line;
  }

  /** What was reached, as people write it. */
  static String name(Reached reached) {
    Member what = reached.what();
    return switch (reached.step().kind()) {
      case MONITOR -> what.owner().equals("native") ? "native code" : "a monitor";
      case NEW -> made(what.owner());
      case TEXT -> "a text put together";
      case CLOSURE ->
          reached.operation().reason().startsWith("it makes a closure") ? "a closure" : call(what);
      default -> call(what);
    };
  }

  private static String made(String type) {
    return type.startsWith("[") ? "a new array" : "new " + Member.dotted(type);
  }

  private static String call(Member what) {
    return what.name().equals(Member.CONSTRUCTOR)
        ? "new " + Member.dotted(what.owner())
        : what.toString();
  }
}
