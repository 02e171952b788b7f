package mm.conform.shrink;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mm.conform.play.Breach;
import mm.conform.script.Case;
import mm.conform.script.Fields;
import mm.conform.script.Setting;
import mm.conform.script.Step;

/**
 * What threads did to one process last, and what became of its driver, as a scenario for {@code mm
 * lab}, which tries the orders that a script cannot have. Only the last steps of each thread before
 * the violation, only pages that devices used, and only what the lab has words for.
 */
final class LabScenario {
  private static final int MOST_OF_A_KIND = 2;
  private static final int MOST_PAGES = 64;
  private static final String ALONE = "main";
  private static final String OPERATOR = "operator";

  private final Case found;
  private final String driver;
  private final Optional<Long> page;
  private final long noticed;
  private final DriverFate fate;

  /** Of whose threads the steps are told apart; the last one that had to do with the page. */
  private final String process;

  private final Map<String, Last> threads = new LinkedHashMap<>();
  private final TreeMap<Long, Integer> pages = new TreeMap<>();

  private LabScenario(Case found, Setting.Broken broken) {
    this.found = found;
    this.driver = broken.driver();
    this.page = broken.page();
    this.noticed = broken.noticed().orElse(Long.MAX_VALUE);
    this.fate = DriverFate.of(found, driver, noticed);
    this.process =
        last(each -> each.fields().has("thread"))
            .or(() -> last(each -> page.isPresent() && each.fields().has("region")))
            .map(LabScenario::process)
            .orElse("");
  }

  private Optional<Step> last(Predicate<Step> wanted) {
    return found.steps().stream()
        .filter(each -> wanted.test(each) && isKnown(each) && concerns(each.fields()))
        .reduce((first, second) -> second);
  }

  private static String process(Step step) {
    return step.fields().optionalText("process").orElse("p0");
  }

  /**
   * The text of a scenario; empty when fewer than two threads did something that the lab knows, or
   * it is about classes that stay, which the lab does not judge.
   */
  static Optional<String> of(Case found) {
    return found
        .setting()
        .broken()
        .filter(each -> found.setting().drivers().contains(each.driver()))
        .filter(each -> !each.kind().equals(Breach.Kind.CLASSES.toString()))
        .flatMap(each -> new LabScenario(found, each).text());
  }

  private Optional<String> text() {
    found.steps().forEach(this::take);
    threads.values().forEach(each -> each.steps().forEach(this::takePages));
    int number = 0;
    for (Map.Entry<Long, Integer> each : pages.entrySet()) {
      each.setValue(number++);
    }
    Map<String, List<String>> commands = new LinkedHashMap<>();
    threads.forEach((thread, last) -> commands.put(thread, commands(last.steps())));
    commands.put(OPERATOR, fate.commands());
    commands.values().removeIf(List::isEmpty);
    return commands.size() < 2 || pages.size() > MOST_PAGES
        ? Optional.empty()
        : Optional.of(text(commands));
  }

  private void take(Step step) {
    if (process(step).equals(process) && isKnown(step) && concerns(step.fields())) {
      String thread = step.fields().optionalText("thread").orElse(ALONE);
      Last last = threads.computeIfAbsent(thread, each -> new Last());
      last.take(step, step.fields().has("ranges") ? last.accesses : last.changes);
    }
  }

  private boolean isKnown(Step step) {
    if (step.fields().number("began", 0) > noticed) {
      return false;
    }
    return switch (step.op()) {
      case "driver_touch", "driver_exchange" ->
          step.fields().optionalText("driver").orElse(driver).equals(driver);
      case "munmap", "mmap", "madvise", "exit" -> true;
      default -> false;
    };
  }

  /** What a thread did last; changes are more frequent and must not drive accesses out. */
  private static final class Last {
    private final Deque<Step> accesses = new ArrayDeque<>();
    private final Deque<Step> changes = new ArrayDeque<>();

    void take(Step step, Deque<Step> kind) {
      boolean maps = step.op().equals("mmap");
      if (maps && (kind.isEmpty() || !kind.getLast().op().equals("munmap"))) {
        return; // what is mapped at first is mapped in a scenario
      }
      kind.add(step);
      if (kind.size() > MOST_OF_A_KIND) {
        kind.remove();
      }
      if (kind.getFirst().op().equals("mmap")) { // of what is mapped, since the cut has gone
        kind.remove();
      }
    }

    List<Step> steps() {
      return Stream.concat(accesses.stream(), changes.stream())
          .sorted(Comparator.comparingInt(Step::index))
          .toList();
    }
  }

  /** Whether it has to do with the page that went wrong, where that is known. */
  private boolean concerns(Fields fields) {
    if (page.isEmpty() || !fields.has("region")) { // of an exit all pages go
      return true;
    }
    long first =
        fields.has("ranges") ? fields.spans("ranges").get(0).first() : fields.number("page");
    long end = fields.has("ranges") ? first + 1 : end(fields);
    return first <= page.get() && page.get() < end;
  }

  private static long end(Fields fields) {
    long pages =
        fields.has("pages") ? fields.number("pages") : (fields.number("bytes") + 4095) / 4096;
    return fields.number("page") + pages;
  }

  private void takePages(Step step) {
    if (step.fields().has("ranges")) {
      step.fields().spans("ranges").forEach(each -> pages.put(each.first(), 0));
    }
  }

  private List<String> commands(List<Step> steps) {
    List<String> commands = new ArrayList<>();
    for (Step step : steps) {
      command(step).ifPresent(commands::add);
    }
    return commands;
  }

  private Optional<String> command(Step step) {
    Fields fields = step.fields();
    if (fields.has("ranges")) {
      int page = pages.get(fields.spans("ranges").get(0).first());
      return Optional.of("access " + driver + " " + page + " " + fields.text("access"));
    }
    if (step.op().equals("exit")) {
      return Optional.of("exit p");
    }
    if (step.op().equals("munmap")) {
      return range(fields).map(each -> "unmap p " + each);
    }
    if (step.op().equals("mmap")) {
      return range(fields).map(each -> "map p " + each);
    }
    return fields.text("advice").equals("DONTNEED")
        ? range(fields).map(each -> "discard p " + each)
        : Optional.empty();
  }

  /** Those of its pages that devices used. */
  private Optional<String> range(Fields fields) {
    Map<Long, Integer> inside = pages.subMap(fields.number("page"), end(fields));
    if (inside.isEmpty()) {
      return Optional.empty();
    }
    int low = inside.values().stream().mapToInt(Integer::intValue).min().getAsInt();
    return Optional.of(low + ".." + (low + inside.size()));
  }

  private String text(Map<String, List<String>> commands) {
    return "name: found\n"
        + "title: 'What threads did before a violation'\n"
        + "sources:\n  - '"
        + found.about().replace("'", "''").replace('\n', ' ')
        + "'\n"
        + "spaces:\n  p: ['0.."
        + pages.size()
        + "']\n"
        + "drivers:\n"
        + driver(driver, "")
        + fate.successor().map(each -> driver(each, "\n    attach: later")).orElse("")
        + "threads:\n"
        + commands.entrySet().stream()
            .map(each -> "  " + each.getKey() + ": [" + quoted(each.getValue()) + "]\n")
            .collect(Collectors.joining())
        + "expect:\n  ours: right\n";
  }

  private String driver(String name, String attach) {
    String own = driver + ".";
    String options =
        found.setting().options().stream()
            .filter(each -> each.startsWith(own) && each.contains("="))
            .map(each -> each.substring(own.length()).replaceFirst("=", ": '") + "'")
            .collect(Collectors.joining(", "));
    return "  "
        + name
        + ":\n    bundle: "
        + driver
        + attach
        + (options.isEmpty() ? "" : "\n    options: {" + options + "}")
        + "\n";
  }

  private static String quoted(List<String> commands) {
    return commands.stream().map(each -> "'" + each + "'").collect(Collectors.joining(", "));
  }
}
