package mm.bench.fork;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import mm.bench.row.Point;
import mm.bench.row.Reading;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs one benchmark in one JVM of its own. */
public final class ForkRunner {
  /**
   * The same for all, peers as well. A fixed heap, touched beforehand, so that nobody pays for its
   * growth; the parallel collector, since its barriers are the plainest. Who calls a method waits
   * until it is compiled, so that a busy machine cannot leave a short run uncompiled. Callbacks are
   * never inlined, by patterns that fit the names of the copies.
   */
  private static final List<String> JVM_OPTIONS =
      List.of(
          "-Xms1g",
          "-Xmx1g",
          "-Xmn256m",
          "-XX:+UseParallelGC",
          "-XX:+AlwaysPreTouch",
          "-Xbatch",
          "-XX:CompileCommand=quiet",
          dontInline("ListCallbac"),
          dontInline("IntervalCallbac"),
          dontInline("EventBusCallbac"),
          dontInline("EventAdminCallbac"),
          "-Dslf4j.internal.verbosity=ERROR");

  private final Schedule schedule;
  private final Path log;

  /**
   * Makes a runner.
   *
   * @param schedule how long each benchmark runs
   * @param log where JMH writes what it does; begun anew by each run
   */
  public ForkRunner(Schedule schedule, Path log) {
    this.schedule = schedule;
    this.log = log;
  }

  /**
   * The options that every fork gets.
   *
   * @return JVM options
   */
  public static List<String> jvmOptions() {
    return JVM_OPTIONS;
  }

  /**
   * Runs a benchmark.
   *
   * @param point which
   * @return what was read off
   * @throws BenchmarkFailure when it does not run, or answers wrongly
   */
  public Map<Reading, Double> run(Point point) {
    try {
      Collection<RunResult> results = new Runner(options(point).build()).run();
      return Readings.of(point, only(results, point));
    } catch (RunnerException e) {
      throw new BenchmarkFailure(point + ": " + reason(e), e);
    }
  }

  private static String dontInline(String prefix) {
    return "-XX:CompileCommand=dontinline,mm/bench/callback/" + prefix + "*.*";
  }

  private ChainedOptionsBuilder options(Point point) {
    boolean once = point.course() == Point.Course.ONCE;
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(point.qualifiedName()) + "$")
            .forks(1)
            .threads(point.threads())
            .warmupIterations(once ? 0 : schedule.warmups())
            .measurementIterations(once ? 1 : schedule.iterations())
            .warmupTime(TimeValue.milliseconds(schedule.millis()))
            .measurementTime(TimeValue.milliseconds(schedule.millis()))
            .jvmArgs(JVM_OPTIONS.toArray(String[]::new))
            .addProfiler(GCProfiler.class)
            .addProfiler(ThreadCpuProfiler.class)
            .shouldFailOnError(true)
            .output(log.toString());
    point.parameters().forEach(options::param);
    return options;
  }

  private static RunResult only(Collection<RunResult> results, Point point) {
    if (results.size() != 1) {
      throw new BenchmarkFailure(
          point + " ran " + results.size() + " times; is a parameter open?", null);
    }
    return results.iterator().next();
  }

  /** The innermost cause: JMH wraps what the fork threw several times. */
  private static String reason(Throwable failure) {
    Throwable inner = failure;
    while (inner.getCause() != null || inner.getSuppressed().length > 0) {
      inner = inner.getCause() != null ? inner.getCause() : inner.getSuppressed()[0];
    }
    return inner.getMessage() == null ? inner.toString() : inner.getMessage();
  }
}
