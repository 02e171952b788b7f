package mm.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mm new-driver}: writes a bundle project that conforms as it stands. */
@Command(
    name = "new-driver",
    mixinStandardHelpOptions = true,
    versionProvider = MmCommand.Version.class,
    sortOptions = false,
    header = "Write the project of a new driver.",
    description = {
      "",
      "Writes a Maven project into the folder NAME: a driver that works, passes 'mm verify' and "
          + "the conformance kit as it stands, and has the places marked BLANK that are yours.",
      "",
      "  list           told of every change, start and end; counts open sections (KVM, GRU)",
      "  interval       told of changes in ranges, with the collision-retry protocol (HMM users)",
      "  secondary-tlb  walks the CPU's tables and only has a TLB to flush (AMD, Intel IOMMU)",
      "",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the project is written",
      "2:the folder exists or cannot be written, the name cannot be used, or a wrong command line"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  mm new-driver my-nic --kind interval", "  cd my-nic && mvn verify"})
final class NewDriverCommand implements Callable<Integer> {
  private final Console console;
  private final Distribution distribution;
  private final Path here;

  @Parameters(
      paramLabel = "NAME",
      description = "The driver's id, for example my-nic: also folder, package and class.")
  private String name;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      defaultValue = "list",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private DriverKind kind;

  NewDriverCommand(Console console) {
    this(console, Distribution.ofThisProcess(), Path.of(""));
  }

  NewDriverCommand(Console console, Distribution distribution, Path here) {
    this.console = console;
    this.distribution = distribution;
    this.here = here;
  }

  @Override
  public Integer call() {
    DriverName driver = DriverName.of(name);
    Path folder = here.resolve(driver.id());
    if (Files.exists(folder)) {
      throw Problem.unusable(folder + " exists already: choose another name, or remove it");
    }
    try {
      tell(folder, driver, new DriverProject(driver, kind, distribution.home()).write(folder));
    } catch (IOException e) {
      throw Problem.unusable("cannot write " + folder + ": " + e);
    }
    return ExitCode.OK;
  }

  private void tell(Path folder, DriverName driver, Map<Path, String> files) {
    console.out().println("Wrote " + driver.id() + ", a driver of the kind " + kind + ":");
    files.keySet().forEach(file -> console.out().println("  " + folder.resolve(file)));
    console.out().println();
    console.out().println("Next: cd " + folder + " && mvn verify");
    console.out().println("Then: grep -rn BLANK " + folder);
  }
}
