package mm.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import mm.bench.fork.BenchmarkFailure;
import mm.bench.fork.ForkRunner;
import mm.bench.fork.Schedule;
import mm.bench.row.Outcome;
import mm.bench.row.Point;
import mm.bench.row.Reading;
import mm.bench.row.Row;

/** What {@code mm bench} starts. */
public final class Main {
  static final int OK = 0;
  static final int FALLS_SHORT = 1;
  static final int BAD_USAGE = 2;
  static final int INTERNAL = 70;

  private final PrintStream out;
  private final PrintStream err;
  private final Function<Schedule, Function<Point, Map<Reading, Double>>> runners;

  Main(
      PrintStream out,
      PrintStream err,
      Function<Schedule, Function<Point, Map<Reading, Double>>> runners) {
    this.out = out;
    this.err = err;
    this.runners = runners;
  }

  /**
   * Runs the suite and ends the JVM: 0 all goals met, 1 one falls short, 2 bad usage, 70 a
   * benchmark failed.
   *
   * @param args options
   * @throws IOException when there is no place for temporary files
   */
  public static void main(String[] args) throws IOException {
    Path log = Files.createTempFile("mm-bench", ".log");
    Thread tidy = new Thread(() -> log.toFile().delete());
    Runtime.getRuntime().addShutdownHook(tidy);
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    int exit = new Main(out, System.err, schedule -> new ForkRunner(schedule, log)::run).run(args);
    out.flush();
    if (exit == INTERNAL) {
      Runtime.getRuntime().removeShutdownHook(tidy);
      System.err.println("mm: the whole log is in " + log);
    }
    System.exit(exit);
  }

  int run(String... args) {
    try {
      return run(Arguments.parse(args));
    } catch (Arguments.BadUsage e) {
      err.println("mm: " + e.getMessage());
      err.println("Try 'mm bench --help'.");
      return BAD_USAGE;
    } catch (BenchmarkFailure e) {
      err.println("mm: " + e.getMessage());
      return INTERNAL;
    }
  }

  private int run(Arguments arguments) {
    List<Row> rows = selected(arguments);
    return arguments.work() == Arguments.Work.LIST
        ? list(rows, arguments)
        : measure(rows, arguments);
  }

  private int list(List<Row> rows, Arguments arguments) {
    if (arguments.output() == Arguments.Output.JSON) {
      JsonReport.list(out, rows);
    } else {
      rows.forEach(row -> out.println(row.title() + "  " + TableReport.goal(row)));
    }
    return OK;
  }

  private int measure(List<Row> rows, Arguments arguments) {
    Machine machine = Machine.here();
    warn(machine);
    Schedule schedule = arguments.schedule();
    List<Outcome> outcomes = new BenchRun(runners.apply(schedule), err).run(rows, schedule.forks());
    if (arguments.output() == Arguments.Output.JSON) {
      JsonReport.print(out, outcomes, machine, schedule);
    } else {
      TableReport.print(out, outcomes, machine);
    }
    boolean allMet = outcomes.stream().noneMatch(Main::fallsShort);
    return allMet ? OK : FALLS_SHORT;
  }

  private static boolean fallsShort(Outcome outcome) {
    return outcome.verdict() == Outcome.Verdict.FALLS_SHORT;
  }

  private static List<Row> selected(Arguments arguments) {
    List<Row> rows =
        Goals.rows().stream()
            .filter(row -> arguments.filter().matcher(row.title()).find())
            .toList();
    if (rows.isEmpty()) {
      throw new Arguments.BadUsage("no row matches " + arguments.filter() + "; --list shows all");
    }
    return rows;
  }

  private void warn(Machine machine) {
    if (machine.load() > machine.processors() / 2.0) {
      err.println(
          "the machine is busy (load "
              + TableReport.number(machine.load())
              + "): rows with two threads are measured by the clock on the wall and will suffer");
    }
  }
}
