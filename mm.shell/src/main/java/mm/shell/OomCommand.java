package mm.shell;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.InvalidationEvent;
import mm.api.NotifierCore;
import mm.api.Observation;
import mm.spi.Answer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code oom}: what the OOM reaper would meet in each space. */
@Command(
    name = "oom",
    header = OomCommand.SUMMARY,
    description =
        "With --try a section over the whole space is opened that forbids waiting (R5.1), as the "
            + "reaper does, and ended at once: drivers drop what they hold and fault it in again.",
    footer = "Exit code 1 when a driver declined, so that the reaper would skip that space.")
final class OomCommand extends ShellCommand {
  static final String SUMMARY =
      "Show what the OOM reaper would meet: who may wait, and with --try who declines.";

  @Option(names = "--space", paramLabel = "SPACE", description = "Only this space.")
  private String space;

  @Option(names = "--try", description = "Ask the drivers instead of their declarations.")
  private boolean asking;

  OomCommand(Engine engine, PrintStream out) {
    super(engine, out);
  }

  @Override
  public Integer call() {
    List<Map<String, Object>> rows = new ArrayList<>();
    int code = ExitCode.OK;
    for (AddressSpace each : engine().spaces(space)) {
      Map<String, Object> row = declared(each);
      if (asking) {
        List<String> declined = declined(each);
        row.put("declined", declined);
        code = declined.isEmpty() ? code : ExitCode.FINDINGS;
      }
      rows.add(row);
    }
    show(rows, "no address space");
    return code;
  }

  private static Map<String, Object> declared(AddressSpace space) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("space", space.name());
    row.put("notifiers", space.hasNotifiers() ? "yes" : "no");
    row.put("may wait", space.hasBlockableNotifiers() ? "yes" : "no");
    row.put("reaper", space.hasOomUnsafeNotifiers() ? "may be declined" : "never declined");
    return row;
  }

  private List<String> declined(AddressSpace space) {
    NotifierCore core = engine().core();
    List<String> names = new ArrayList<>();
    Thread asker = Thread.currentThread();
    Observation answers =
        core.observe(
            (name, callback, range, answer, nanos) -> {
              if (Thread.currentThread() == asker && answer == Answer.WOULD_BLOCK) {
                names.add(name);
              }
            });
    try {
      long stamp = space.tryBegin(InvalidationEvent.CLEAR, 0, AddressRange.TOP);
      if (stamp != 0) {
        space.end(stamp);
      }
    } finally {
      answers.close();
    }
    return names;
  }
}
