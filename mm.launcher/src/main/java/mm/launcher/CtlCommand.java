package mm.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mm ctl}: a command of the shell, run by the mm that runs already. */
@Command(
    name = "ctl",
    mixinStandardHelpOptions = true,
    versionProvider = MmCommand.Version.class,
    header = "Run a command of the shell in the mm that runs already.",
    description = {
      "",
      "Reads the loopback port and the token of 'mm run' from its storage folder, which only its "
          + "owner can read, and runs the command there. 'mm ctl help' lists them.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:done, and something is wrong",
      "2:a wrong command line, or no mm runs there"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mm ctl drivers",
      "  mm ctl info kvm --json",
      "  mm ctl quarantine gru 'while the device is exchanged'"
    })
final class CtlCommand implements Callable<Integer> {
  private final Console console;
  private final Path home;

  @Option(
      names = "--storage",
      paramLabel = "DIR",
      description = "The storage folder of that mm. Default: that of this installation.")
  private Path storage;

  @Parameters(
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "The command and its words; everything behind its name belongs to it.")
  private List<String> words = new ArrayList<>();

  CtlCommand(Console console, Path home) {
    this.console = console;
    this.home = home;
  }

  @Override
  public Integer call() {
    Path folder = storage == null ? RunCommand.defaultStorage(home) : storage;
    return ControlClient.of(folder).run(words, console);
  }
}
