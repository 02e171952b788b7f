package mm.bench.row;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One thing that is timed: a benchmark method with all of its parameters fixed.
 *
 * @param benchmark class of the benchmark
 * @param method its method
 * @param parameters name and value of every {@code @Param} of the class
 * @param threads how many threads run it at once
 * @param course how often it is repeated
 */
public record Point(
    Class<?> benchmark, String method, Map<String, String> parameters, int threads, Course course) {
  /** How often a fork repeats it. */
  public enum Course {
    /** Warmed up, then timed over and over. */
    REPEATED,
    /** Once: it measures a size, which does not vary. */
    ONCE
  }

  /**
   * A copy that nobody else can change.
   *
   * @param benchmark class of the benchmark
   * @param method its method
   * @param parameters name and value of every {@code @Param} of the class
   * @param threads how many threads run it at once
   * @param course how often it is repeated
   */
  public Point {
    parameters = Map.copyOf(parameters);
  }

  /**
   * A benchmark without parameters, on one thread.
   *
   * @param benchmark its class
   * @param method its method
   * @return the point
   */
  public static Point of(Class<?> benchmark, String method) {
    return new Point(benchmark, method, Map.of(), 1, Course.REPEATED);
  }

  /**
   * The same with one more parameter fixed.
   *
   * @param parameter its name
   * @param value its value
   * @return another point
   */
  public Point with(String parameter, Object value) {
    Map<String, String> more = new TreeMap<>(parameters);
    more.put(parameter, value.toString());
    return new Point(benchmark, method, more, threads, course);
  }

  /**
   * The same on several threads.
   *
   * @param count how many
   * @return another point
   */
  public Point onThreads(int count) {
    return new Point(benchmark, method, parameters, count, course);
  }

  /**
   * The same, run once in a fork.
   *
   * @return another point
   */
  public Point once() {
    return new Point(benchmark, method, parameters, threads, Course.ONCE);
  }

  /**
   * The benchmark's name as JMH knows it.
   *
   * @return class and method
   */
  public String qualifiedName() {
    return benchmark.getName() + "." + method;
  }

  /** Says what is run, for progress and reports. */
  @Override
  public String toString() {
    String name = benchmark.getSimpleName() + "." + method;
    String values =
        new TreeMap<>(parameters)
            .entrySet().stream().map(each -> " " + each).collect(Collectors.joining());
    return name + values + (threads == 1 ? "" : " threads=" + threads);
  }
}
