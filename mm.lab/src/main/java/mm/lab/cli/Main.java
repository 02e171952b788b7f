package mm.lab.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import mm.api.Rule;
import mm.lab.explore.Limits;
import mm.lab.explore.Reduction;
import mm.lab.result.Cell;
import mm.lab.result.ResultFiles;
import mm.lab.result.ScenarioResult;
import mm.lab.rules.RuleSet;
import mm.lab.run.Lab;
import mm.lab.scenario.Order;
import mm.lab.scenario.Scenario;
import mm.lab.scenario.ScenarioException;
import mm.lab.scenario.ScenarioWriter;

/** Lists, shows, runs and compares scenarios: {@code list|show|run|diff [options] -- NAME...}. */
public final class Main {
  private static final int FAILED = 1;
  private static final int UNUSABLE = 2;
  private static final int INTERNAL = 70;
  private static final Pattern SEED = Pattern.compile("seed \\d{3}");

  private final Options options;
  private final PrintStream out;
  private final PrintStream err;
  private final Catalogue catalogue = new Catalogue();
  private final ReentrantLock screen = new ReentrantLock();
  private long shownAt;

  private Main(Options options, PrintStream out, PrintStream err) {
    this.options = options;
    this.out = out;
    this.err = err;
  }

  /**
   * Runs it and ends the JVM.
   *
   * @param args a command, options, {@code --}, names
   */
  public static void main(String[] args) {
    // What the engine reports is in the result; its log would say it again, in every order.
    System.setProperty("org.slf4j.simpleLogger.log.mm", "off");
    System.exit(run(System.out, System.err, args));
  }

  /**
   * Runs it.
   *
   * @return 0 when all is as expected, 1 when not, 2 when an input cannot be used, 70 when the lab
   *     itself fails
   */
  static int run(PrintStream out, PrintStream err, String... args) {
    try {
      return new Main(new Options(args), out, err).run();
    } catch (ScenarioException e) {
      err.println("mm: " + e.getMessage());
      return UNUSABLE;
    } catch (Options.BadUsage e) {
      err.println("mm: " + e.getMessage());
      err.println("Try 'mm lab --help'.");
      return UNUSABLE;
    } catch (IllegalArgumentException e) {
      err.println("mm: " + e.getMessage());
      return UNUSABLE;
    } catch (IOException e) {
      err.println("mm: cannot write: " + reason(e));
      return UNUSABLE;
    } catch (RuntimeException e) {
      err.println("mm: internal error: " + e);
      e.printStackTrace(err);
      return INTERNAL;
    } finally {
      out.flush();
    }
  }

  private static String reason(IOException e) {
    return e.getClass() == IOException.class ? e.getMessage() : e.toString();
  }

  private int run() throws ScenarioException, IOException {
    return switch (options.command) {
      case "list" -> list();
      case "show" -> show();
      case "run" -> runAll();
      case "diff" -> diff();
      default ->
          throw new Options.BadUsage("'" + options.command + "' is none of list, show, run, diff");
    };
  }

  private int list() throws ScenarioException, IOException {
    options.allowOnly("--json");
    List<List<String>> rows = new ArrayList<>();
    List<ScenarioResult> all = new ArrayList<>();
    for (String each : catalogue.names()) {
      Scenario scenario = catalogue.read(each);
      if (options.names.stream().allMatch(word -> isAbout(scenario, word))) {
        rows.add(List.of(each, scenario.title(), String.join(", ", seeds(scenario))));
        all.add(new ScenarioResult(scenario, List.of()));
      }
    }
    if (options.json) {
      JsonReport.write(all, out);
      return 0;
    }
    if (rows.isEmpty()) {
      out.println("No scenario that comes with mm says all of " + options.names + ".");
      return 0;
    }
    new TextReport(out).print(rows);
    return 0;
  }

  private static boolean isAbout(Scenario scenario, String word) {
    String text =
        String.join(
            " ",
            scenario.name(),
            scenario.title(),
            scenario.about(),
            String.join(" ", scenario.sources()));
    return text.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT));
  }

  private static Set<String> seeds(Scenario scenario) {
    Set<String> seeds = new TreeSet<>();
    for (String each : scenario.sources()) {
      SEED.matcher(each).results().forEach(found -> seeds.add(found.group()));
    }
    return seeds;
  }

  private int show() throws ScenarioException, IOException {
    options.allowOnly();
    for (String each : options.names) {
      catalogue.read(each);
      boolean shipped = catalogue.names().contains(each);
      out.print(shipped ? catalogue.text(each) : Files.readString(Path.of(each)));
    }
    return 0;
  }

  private Lab lab() {
    Limits limits = Limits.usual().seed(options.seed);
    limits = options.runs > 0 ? limits.runs(options.runs) : limits;
    return new Lab(
        catalogue,
        options.exhaustive ? limits.exhaustive() : limits,
        options.noReduction ? Reduction.NONE : Reduction.RACES,
        this::progress);
  }

  /** Called by whoever explores; when another line is being written, this one is not missed. */
  private void progress(String what) {
    if (options.progress && screen.tryLock()) {
      long now = System.nanoTime();
      if (now - shownAt > 200_000_000) {
        shownAt = now;
        err.print("\r\033[K" + what);
      }
      screen.unlock();
    }
  }

  /** All are read before the first is run: a mistake costs no run. */
  private int runAll() throws ScenarioException, IOException {
    options.refuseBoth("--generations", "--without");
    OutputFiles.check(options.outputs(), options.names);
    List<Scenario> scenarios = new ArrayList<>();
    for (String each : options.names.isEmpty() ? catalogue.names() : options.names) {
      scenarios.add(chosen(catalogue.read(each)));
    }
    List<List<RuleSet>> rules = new ArrayList<>();
    for (Scenario each : scenarios) {
      rules.add(rules(each));
    }
    Lab lab = lab();
    tryOrders(lab, scenarios, rules);
    ExecutorService processors =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Supplier<ScenarioResult>> running = new ArrayList<>();
      for (int i = 0; i < scenarios.size(); i++) {
        running.add(lab.begin(scenarios.get(i), rules.get(i), processors));
      }
      return report(lab, results(lab, running));
    } finally {
      processors.shutdownNow();
    }
  }

  /** An order that cannot be is a mistake of its file, and only a run can tell. */
  private static void tryOrders(Lab lab, List<Scenario> scenarios, List<List<RuleSet>> rules) {
    for (int i = 0; i < scenarios.size(); i++) {
      if (!scenarios.get(i).order().isAny()) {
        lab.begin(scenarios.get(i), rules.get(i), Runnable::run).get();
      }
    }
  }

  private List<ScenarioResult> results(Lab lab, List<Supplier<ScenarioResult>> running) {
    List<ScenarioResult> results = new ArrayList<>();
    for (Supplier<ScenarioResult> each : running) {
      ScenarioResult result = each.get();
      results.add(result);
      if (!options.json) {
        print(lab, result);
      }
    }
    return results;
  }

  /** Progress keeps silent meanwhile: it would stand between the lines. */
  private void print(Lab lab, ScenarioResult result) {
    screen.lock();
    clearProgress();
    TextReport.Stories stories =
        options.story ? TextReport.Stories.ALL : TextReport.Stories.UNEXPECTED;
    new TextReport(out).write(result, stories, cell -> lab.shrink(result.scenario(), cell).story());
    out.flush();
    screen.unlock();
  }

  private List<RuleSet> rules(Scenario scenario) {
    if (!options.without.isEmpty()) {
      return options.without.stream()
          .map(each -> Lab.without(RuleSet.CONTRACT, rule(each)))
          .toList();
    }
    List<String> names =
        options.generations.isEmpty()
            ? List.copyOf(scenario.expected().keySet())
            : options.generations;
    return names.stream().map(each -> ruleSet(scenario, each)).toList();
  }

  private static RuleSet ruleSet(Scenario scenario, String name) {
    try {
      return Lab.ruleSet(scenario, name);
    } catch (IllegalArgumentException e) {
      throw new Options.BadUsage(e.getMessage());
    }
  }

  private static Rule rule(String id) {
    return Rule.find(id)
        .orElseThrow(() -> new Options.BadUsage("no rule '" + id + "'; see 'mm explain'"));
  }

  /** With {@code --drivers}: those of the scenario only, and nothing expected of the rest. */
  private Scenario chosen(Scenario scenario) {
    if (options.drivers.isEmpty()) {
      return scenario;
    }
    Map<String, mm.lab.scenario.DriverSpec> some = new LinkedHashMap<>();
    for (String each : options.drivers) {
      if (!scenario.drivers().containsKey(each)) {
        throw new Options.BadUsage(
            scenario.name() + " has no driver '" + each + "', but " + scenario.drivers().keySet());
      }
      some.put(each, scenario.drivers().get(each));
    }
    Map<String, Map<String, mm.lab.scenario.Expectation>> nothing = new LinkedHashMap<>();
    scenario.expected().keySet().forEach(each -> nothing.put(each, Map.of()));
    return scenario.with(some, scenario.threads()).in(Order.ANY, nothing);
  }

  private void clearProgress() {
    if (options.progress) {
      err.print("\r\033[K");
    }
  }

  private int report(Lab lab, List<ScenarioResult> results) throws IOException {
    clearProgress();
    boolean right = results.stream().allMatch(ScenarioResult::asExpected);
    if (options.json) {
      JsonReport.write(results, out);
    } else {
      out.println(summary(results));
    }
    keep(lab, results);
    return right ? 0 : FAILED;
  }

  private void keep(Lab lab, List<ScenarioResult> results) throws IOException {
    if (!options.save.isEmpty()) {
      save(lab, results);
    }
    if (!options.files.isEmpty()) {
      writer().write(results, options.files);
    }
  }

  private static ResultFiles writer() {
    return ServiceLoader.load(ResultFiles.class)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("this installation writes no reports"));
  }

  private static String summary(List<ScenarioResult> results) {
    List<Cell> cells = results.stream().flatMap(each -> each.cells().stream()).toList();
    long unmet = cells.stream().filter(each -> !each.asExpected()).count();
    return (unmet == 0 ? "OK: " : "FAILED: ")
        + results.size()
        + (results.size() == 1 ? " scenario, " : " scenarios, ")
        + cells.size()
        + (cells.size() == 1 ? " cell, " : " cells, ")
        + (unmet == 0 ? "all as expected; " : unmet + " not as expected; ")
        + TextReport.explored(
            cells.stream().map(Cell::explored).toArray(mm.lab.explore.Exploration[]::new));
  }

  /** The first unexpected failure, else the first of all. */
  private void save(Lab lab, List<ScenarioResult> results) throws IOException {
    for (boolean unexpected : new boolean[] {true, false}) {
      for (ScenarioResult result : results) {
        for (Cell cell : result.cells()) {
          if (cell.story().isPresent() && cell.asExpected() != unexpected) {
            Lab.Shrunk shrunk = lab.shrink(result.scenario(), cell);
            write(options.save, ScenarioWriter.write(shrunk.scenario()));
            err.println(
                "mm: saved "
                    + cell.rules().name()
                    + ", "
                    + cell.variant()
                    + " ("
                    + cell.outcome()
                    + ", "
                    + shrunk.story().steps().size()
                    + " steps) as "
                    + options.save);
            return;
          }
        }
      }
    }
    err.println("mm: nothing to save: everything came out right");
  }

  private static void write(String file, String text) throws IOException {
    try {
      Files.writeString(Path.of(file), text);
    } catch (IOException e) {
      throw new IOException(file + ": " + reason(e), e);
    }
  }

  private int diff() throws ScenarioException, IOException {
    options.allowOnly(
        "--drivers",
        "--seed",
        "--runs",
        "--exhaustive",
        "--json",
        "--save",
        "--report",
        "--perfetto",
        "--csv",
        "--events");
    OutputFiles.check(options.outputs(), options.names);
    Scenario scenario = chosen(catalogue.read(options.names.get(0)));
    List<String> two = options.names.subList(1, options.names.size());
    List<RuleSet> rules = two.stream().map(each -> ruleSet(scenario, each)).toList();
    Lab lab = lab();
    ScenarioResult result = lab.begin(scenario, rules, Runnable::run).get();
    clearProgress();
    if (options.json) {
      JsonReport.write(List.of(result), out);
    } else {
      new DiffReport(out).write(result, two);
    }
    keep(lab, List.of(result));
    return result.asExpected() ? 0 : FAILED;
  }
}
