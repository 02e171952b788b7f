package mm.shell;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mm.api.OpenSection;
import mm.api.WaitGraph;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sections}: which are open, how long, and on which thread. */
@Command(
    name = "sections",
    header = SectionsCommand.SUMMARY,
    description = "WAITS FOR: the driver and port that the section's thread stands at, if it does.",
    footer = "Exit code 1 when one is at least --older-than milliseconds old.")
final class SectionsCommand extends ShellCommand {
  static final String SUMMARY = "List the open sections with their age.";

  @Option(names = "--space", paramLabel = "SPACE", description = "Only of this space.")
  private String space;

  @Option(names = "--older-than", paramLabel = "MS", description = "Only those at least this old.")
  private Long olderThan;

  SectionsCommand(Engine engine, PrintStream out) {
    super(engine, out);
  }

  @Override
  public Integer call() {
    WaitGraph graph = engine().core().waitGraph();
    List<Map<String, Object>> rows =
        engine().spaces(space).stream()
            .flatMap(
                each ->
                    each.openSections().stream()
                        .filter(this::isWanted)
                        .map(section -> SectionRows.row(each, section, graph)))
            .toList();
    show(rows, "no section is open");
    return olderThan == null || rows.isEmpty() ? ExitCode.OK : ExitCode.FINDINGS;
  }

  private boolean isWanted(OpenSection section) {
    return olderThan == null || section.ageNanos() >= TimeUnit.MILLISECONDS.toNanos(olderThan);
  }
}
