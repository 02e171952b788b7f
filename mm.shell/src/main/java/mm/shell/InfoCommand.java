package mm.shell;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mm.api.Attachment;
import mm.api.ContractException;
import mm.api.Drift;
import mm.api.DriverStatus;
import mm.api.Finding;
import mm.api.Violation;
import mm.deploy.service.Configured;
import mm.spi.DeviceCounters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code info}: all that is known of one driver. */
@Command(
    name = "info",
    header = InfoCommand.SUMMARY,
    description =
        "Capability, findings, broken promises, options, and per space what its device holds and "
            + "made. Changed options count where the driver is attached from then on; 'quarantine' "
            + "and 'release' attach it anew everywhere, with nothing translated.")
final class InfoCommand extends ShellCommand {
  static final String SUMMARY = "Show all that is known of a driver.";

  @Parameters(paramLabel = "DRIVER", description = "Its id, as 'drivers' lists it.")
  private String id;

  @Option(
      names = "--stacks",
      description = "Also where each promise was broken first; --json always has it.")
  private boolean stacks;

  InfoCommand(Engine engine, PrintStream out) {
    super(engine, out);
  }

  @Override
  public Integer call() {
    List<DriverStatus> found =
        engine().core().drivers().list().stream().filter(each -> each.id().equals(id)).toList();
    if (found.isEmpty()) {
      throw CommandFailure.unusable("no driver '" + id + "'; 'drivers' lists them");
    }
    found.forEach(each -> show(properties(each)));
    return ExitCode.OK;
  }

  private Map<String, Object> properties(DriverStatus driver) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("driver", driver.id());
    all.put("state", driver.state().toString());
    all.put("bundle", driver.origin());
    driver
        .capability()
        .ifPresent(
            capability -> capability.attributes().forEach((name, value) -> put(all, name, value)));
    all.put("findings", driver.findings().stream().map(Finding::toString).toList());
    all.put("broken", texts(Drift::observed));
    all.put("hints", texts(Drift::hinted));
    if (wantsJson()) {
      all.put("stacks", violations().map(InfoCommand::stack).toList());
    } else if (stacks) {
      all.put("stacks", violations().flatMap(InfoCommand::frames).toList());
    }
    putOptions(all);
    all.put("spaces", attachments());
    return all;
  }

  private void putOptions(Map<String, Object> all) {
    try {
      all.put("options", engine().core().drivers().options(id));
    } catch (ContractException e) {
      all.put("options", e.getMessage());
    }
    Optional<Configured> configured =
        engine().configurations().flatMap(each -> each.of("mm.driver." + id));
    all.put("configured by", configured.map(Configured::source).orElse(""));
    all.put("refused", configured.map(Configured::refused).orElse(""));
    all.put("fixed at start", atStart());
  }

  /** What goes before anything that is configured. */
  private List<String> atStart() {
    String all = engine().property("mm.driver.options").orElse("");
    return Stream.of(all.split(",")).filter(each -> each.startsWith(id + ".")).toList();
  }

  /** The namespace itself is the id, which stands there already. */
  private static void put(Map<String, Object> all, String name, Object value) {
    if (!name.equals(mm.spi.DriverCapability.NAMESPACE)) {
      all.put(name, value);
    }
  }

  private List<String> texts(Function<Drift, List<Violation>> which) {
    return drift(which).map(Violation::toString).toList();
  }

  private Stream<Violation> violations() {
    return Stream.concat(drift(Drift::observed), drift(Drift::hinted));
  }

  private Stream<Violation> drift(Function<Drift, List<Violation>> which) {
    return engine().core().drift().stream()
        .filter(each -> each.declared().id().equals(id))
        .flatMap(each -> which.apply(each).stream());
  }

  private static Map<String, Object> stack(Violation violation) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("of", violation.toString());
    row.put("stack", violation.stack().stream().map(StackTraceElement::toString).toList());
    return row;
  }

  /** A line for each call, of which only the first repeats what it is about. */
  private static Stream<Map<String, Object>> frames(Violation violation) {
    return IntStream.range(0, violation.stack().size())
        .mapToObj(
            i -> {
              Map<String, Object> row = new LinkedHashMap<>();
              row.put("at", violation.stack().get(i).toString());
              row.put("of", i == 0 ? violation.toString() : "");
              return row;
            });
  }

  private List<Map<String, Object>> attachments() {
    return engine().core().drivers().attachments().stream()
        .filter(each -> each.driver().equals(id))
        .map(InfoCommand::row)
        .toList();
  }

  private static Map<String, Object> row(Attachment attachment) {
    DeviceCounters counters = attachment.device().counters();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("space", attachment.space().name());
    row.put("options", attachment.options());
    row.put("held", counters.held());
    row.put("made", counters.made());
    row.put("dropped", counters.dropped());
    row.put("told", counters.told());
    row.put("in vain", counters.toldInVain());
    row.put("retries", counters.retries());
    return row;
  }
}
