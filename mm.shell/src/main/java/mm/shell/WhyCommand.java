package mm.shell;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.api.WaitGraph;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code why}: what drivers hold of a page, and what they were told of it. */
@Command(
    name = "why",
    header = WhyCommand.SUMMARY,
    description =
        "Shows per space what each device holds of the page, the open sections that cover it, who blocks each other, and, "
            + "while 'trace on' is in force, the latest callbacks about it.")
final class WhyCommand extends ShellCommand {
  static final String SUMMARY =
      "Explain an address: which devices can reach its page, and what they were told.";

  private static final int LATEST = 10;

  @Parameters(
      paramLabel = "ADDRESS",
      converter = Addresses.class,
      description = "Any address in the page, such as 0x7f0000001000.")
  private long address;

  @Option(names = "--space", paramLabel = "SPACE", description = "Only in this space.")
  private String space;

  WhyCommand(Engine engine, PrintStream out) {
    super(engine, out);
  }

  @Override
  public Integer call() {
    AddressRange page = AddressRange.page(address);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("page", page.toString());
    all.put("devices", devices(page));
    all.put("sections", sections(page));
    all.put("deadlocks", deadlocks());
    all.put("tracing", engine().trace().state().toString());
    all.put("told", engine().trace().rows(LATEST, page));
    show(all);
    return ExitCode.OK;
  }

  /** Who blocks each other: a page that an open section covers may wait for that. */
  private List<Map<String, Object>> deadlocks() {
    return engine().core().waitGraph().cycles().stream().map(WaitRows::row).toList();
  }

  private List<Map<String, Object>> devices(AddressRange page) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (AddressSpace each : engine().spaces(space)) {
      engine().attachments(each).forEach(attachment -> rows.add(device(attachment, page)));
    }
    return rows;
  }

  private static Map<String, Object> device(Attachment attachment, AddressRange page) {
    List<String> held = new ArrayList<>();
    attachment
        .device()
        .translations(
            page,
            (at, frame, rights) -> held.add(rights + " of frame 0x" + Long.toHexString(frame)));
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("space", attachment.space().name());
    row.put("driver", attachment.driver());
    row.put("holds", held.isEmpty() ? "nothing" : String.join(", ", held));
    return row;
  }

  private List<Map<String, Object>> sections(AddressRange page) {
    WaitGraph graph = engine().core().waitGraph();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (AddressSpace each : engine().spaces(space)) {
      each.openSections().stream()
          .filter(section -> section.range().overlaps(page.start(), page.end()))
          .forEach(section -> rows.add(SectionRows.row(each, section, graph)));
    }
    return rows;
  }
}
