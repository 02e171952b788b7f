package mm.lab.explore;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Runs a program in all orders of its steps, depth first, leaving out those that cannot differ.
 * Stateless: each run starts from the beginning. One at a time per explorer; close it when done.
 */
public final class Explorer implements AutoCloseable {
  private final Reduction reduction;
  private final Limits limits;
  private final Crew crew = new Crew();
  private final List<Node> path = new ArrayList<>();
  private final Races races = new Races(path);
  private long runs;
  private long pruned;
  private long cut;
  private long drawn;

  /**
   * Makes an explorer.
   *
   * @param reduction which orders to leave out
   * @param limits when to stop
   */
  public Explorer(Reduction reduction, Limits limits) {
    this.reduction = reduction;
    this.limits = limits;
  }

  /**
   * Explores a program.
   *
   * @param program made anew for each run
   * @return what was explored
   */
  public Exploration explore(Program program) {
    path.clear();
    races.forgetFrom(0);
    runs = pruned = cut = drawn = 0;
    boolean more = true;
    while (more && runs + cut < limits.maxRuns()) {
      if (runOnce(program, new DepthFirst()) == Program.Next.STOP) {
        return made(Exploration.Coverage.STOPPED);
      }
      more = backtrack();
    }
    if (!more) {
      return made(cut == 0 ? Exploration.Coverage.ALL : Exploration.Coverage.BOUNDED);
    }
    return draw(program);
  }

  private Exploration draw(Program program) {
    Random random = new Random(limits.seed());
    for (int i = 0; i < limits.randomRuns(); i++) {
      drawn++;
      if (runOnce(program, new Drawn(random)) == Program.Next.STOP) {
        return made(Exploration.Coverage.STOPPED);
      }
    }
    return made(Exploration.Coverage.BOUNDED);
  }

  private Exploration made(Exploration.Coverage coverage) {
    return new Exploration(runs, pruned, cut, drawn, coverage);
  }

  /**
   * Runs one given order; what it leaves open goes on with whoever went last.
   *
   * @param program made anew
   * @param order decisions from the first step on
   * @throws IllegalArgumentException when the program cannot go this way
   */
  public void replay(Program program, List<Decision> order) {
    runs = 0;
    runOnce(program, new Given(order));
  }

  private Program.Next runOnce(Program program, Chooser chooser) {
    Course course = new Course(chooser, crew, limits.maxSteps());
    Program.Run run = program.start(course);
    course.whenEnded(run::ended);
    try {
      course.run();
      return after(course, run, chooser);
    } finally {
      run.abandon();
    }
  }

  private Program.Next after(Course course, Program.Run run, Chooser chooser) {
    if (chooser instanceof Given given && given.wrong != null) {
      throw new IllegalArgumentException(given.wrong);
    }
    if (!course.wasCutShort()) {
      runs++;
      return run.finished();
    }
    if (course.decisions().size() >= limits.maxSteps()) {
      cut++;
    } else {
      pruned++;
    }
    return Program.Next.GO_ON;
  }

  /** Goes to the deepest node with something left to try; false when there is none. */
  private boolean backtrack() {
    while (!path.isEmpty()) {
      Node last = path.get(path.size() - 1);
      last.putToSleep(reduction);
      Optional<Decision> next = last.another();
      races.forgetFrom(path.size() - 1);
      if (next.isPresent()) {
        last.take(next.get());
        return true;
      }
      pruned += last.untried();
      path.remove(path.size() - 1);
    }
    return false;
  }

  @Override
  public void close() {
    crew.close();
  }

  /** Follows the path as it is, then extends it. */
  private final class DepthFirst implements Chooser {
    private int depth;

    @Override
    public Decision next(
        List<Decision> enabled, Touches before, int current, Supplier<List<Blocked>> blocked) {
      if (depth > 0) {
        path.get(depth - 1).touched(before);
      }
      if (depth == path.size()) {
        Node node = new Node(enabled, asleep(), reduction);
        Optional<Decision> first = node.first(current);
        if (first.isEmpty()) {
          List<Blocked> pending = new ArrayList<>(blocked.get());
          pending.addAll(node.sleepers());
          mark(pending);
          return CUT;
        }
        node.take(first.get());
        path.add(node);
      }
      return path.get(depth++).taken();
    }

    private Map<Decision, Touches> asleep() {
      return depth == 0 ? new LinkedHashMap<>() : path.get(depth - 1).stillAsleep();
    }

    @Override
    public void over(Touches before, List<Blocked> blocked) {
      if (depth > 0) {
        path.get(depth - 1).touched(before);
      }
      mark(blocked);
    }

    private void mark(List<Blocked> blocked) {
      if (reduction == Reduction.RACES) {
        races.mark(blocked);
      }
    }
  }

  /** Draws each step. */
  private static final class Drawn implements Chooser {
    private final Random random;

    Drawn(Random random) {
      this.random = random;
    }

    @Override
    public Decision next(
        List<Decision> enabled, Touches before, int current, Supplier<List<Blocked>> blocked) {
      return enabled.get(random.nextInt(enabled.size()));
    }

    @Override
    public void over(Touches before, List<Blocked> blocked) {}
  }

  /** Follows an order. */
  private static final class Given implements Chooser {
    private final List<Decision> order;
    private int depth;
    private String wrong;

    Given(List<Decision> order) {
      this.order = order;
    }

    @Override
    public Decision next(
        List<Decision> enabled, Touches before, int current, Supplier<List<Blocked>> blocked) {
      if (depth >= order.size()) {
        return enabled.stream()
            .filter(each -> each.actor() == current)
            .findFirst()
            .orElse(enabled.get(0));
      }
      Decision next = order.get(depth++);
      if (!enabled.contains(next)) {
        wrong = "step " + depth + " of the order cannot be " + next + ", but one of " + enabled;
        return CUT;
      }
      return next;
    }

    @Override
    public void over(Touches before, List<Blocked> blocked) {}
  }
}
