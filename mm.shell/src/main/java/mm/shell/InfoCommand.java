package mm.shell;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mm.api.Attachment;
import mm.api.Drift;
import mm.api.DriverStatus;
import mm.api.Finding;
import mm.api.Violation;
import mm.spi.DeviceCounters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code info}: all that is known of one driver. */
@Command(
    name = "info",
    header = InfoCommand.SUMMARY,
    description =
        "Capability, findings, broken promises, and per space what its device holds and made.")
final class InfoCommand extends ShellCommand {
  static final String SUMMARY = "Show all that is known of a driver.";

  @Parameters(paramLabel = "DRIVER", description = "Its id, as 'drivers' lists it.")
  private String id;

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
    all.put("broken", drift(Drift::observed));
    all.put("hints", drift(Drift::hinted));
    all.put("spaces", attachments());
    return all;
  }

  /** The namespace itself is the id, which stands there already. */
  private static void put(Map<String, Object> all, String name, Object value) {
    if (!name.equals(mm.spi.DriverCapability.NAMESPACE)) {
      all.put(name, value);
    }
  }

  private List<String> drift(java.util.function.Function<Drift, List<Violation>> which) {
    return engine().core().drift().stream()
        .filter(each -> each.declared().id().equals(id))
        .flatMap(each -> which.apply(each).stream())
        .map(Violation::toString)
        .toList();
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
    row.put("held", counters.held());
    row.put("made", counters.made());
    row.put("dropped", counters.dropped());
    row.put("told", counters.told());
    row.put("in vain", counters.toldInVain());
    row.put("retries", counters.retries());
    return row;
  }
}
