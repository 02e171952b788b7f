package mm.shell;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import mm.api.AddressSpace;
import mm.api.Attachment;
import picocli.CommandLine.Command;

/** {@code spaces}: a line per address space. */
@Command(
    name = "spaces",
    header = SpacesCommand.SUMMARY,
    description = {
      "BLOCKABLE: a driver there may wait. OOM: whether a reaper that must not wait may enter."
    })
final class SpacesCommand extends ShellCommand {
  static final String SUMMARY = "List the address spaces: who is attached, what is open.";

  SpacesCommand(Engine engine, PrintStream out) {
    super(engine, out);
  }

  @Override
  public Integer call() {
    show(engine().core().spaces().stream().map(this::row).toList(), "no address space");
    return ExitCode.OK;
  }

  private Map<String, Object> row(AddressSpace space) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", space.id());
    row.put("name", space.name());
    row.put("drivers", engine().attachments(space).stream().map(Attachment::driver).toList());
    row.put("sections", space.openSections().size());
    row.put("blockable", space.hasBlockableNotifiers() ? "yes" : "no");
    row.put("oom", space.hasOomUnsafeNotifiers() ? "unsafe" : "safe");
    return row;
  }
}
