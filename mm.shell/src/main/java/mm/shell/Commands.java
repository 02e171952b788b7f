package mm.shell;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import mm.api.DriverStatus;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Runs commands, from whatever thread: each run parses and works with objects of its own.
 *
 * <p>A command writes its result to {@code out} and why it failed to {@code err}.
 */
final class Commands {
  private static final int WIDTH = 100;

  private final Engine engine;

  Commands(Engine engine) {
    this.engine = engine;
  }

  /** The ids of the drivers; none while there is no engine. */
  List<String> driverIds() {
    try {
      return engine.core().drivers().list().stream().map(DriverStatus::id).distinct().toList();
    } catch (CommandFailure e) {
      return List.of();
    }
  }

  /**
   * Runs a command.
   *
   * @param words its name and its arguments
   * @return its exit code
   */
  int run(List<String> words, PrintStream out, PrintStream err) {
    return run(words, Path.of(""), out, err);
  }

  /**
   * Runs a command for somebody who is elsewhere.
   *
   * @param here the folder in which that one looks for files
   */
  int run(List<String> words, Path here, PrintStream out, PrintStream err) {
    int code =
        tree(out, err)
            .registerConverter(Path.class, here::resolve)
            .execute(words.toArray(new String[0]));
    out.flush();
    err.flush();
    return code;
  }

  private CommandLine tree(PrintStream out, PrintStream err) {
    CommandLine tree =
        new CommandLine(new Root())
            .addSubcommand(new CommandLine.HelpCommand())
            .addSubcommand(new DriversShellCommand(engine, out))
            .addSubcommand(new InfoCommand(engine, out))
            .addSubcommand(new QuarantineCommand(engine, out))
            .addSubcommand(new ReleaseCommand(engine, out))
            .addSubcommand(new UnitsCommand(engine, out))
            .addSubcommand(new VerifyShellCommand(engine, out))
            .addSubcommand(new InstallCommand(engine, out))
            .addSubcommand(new SwapCommand(engine, out))
            .addSubcommand(new RollbackCommand(engine, out))
            .addSubcommand(new RemoveCommand(engine, out))
            .addSubcommand(new SpacesCommand(engine, out))
            .addSubcommand(new SectionsCommand(engine, out))
            .addSubcommand(new WaitsCommand(engine, out))
            .addSubcommand(new WhyCommand(engine, out))
            .addSubcommand(new StatsCommand(engine, out))
            .addSubcommand(new TraceCommand(engine, out))
            .addSubcommand(new OomCommand(engine, out))
            .addSubcommand(new PolicyCommand(engine, out))
            .addSubcommand(new HealthCommand(engine, out))
            .addSubcommand(new ReplayShellCommand(engine, out, err));
    // The root has no name, and picocli puts a blank after it.
    tree.getSubcommands()
        .values()
        .forEach(each -> each.getCommandSpec().usageMessage().synopsisHeading("Usage:"));
    return tree.setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setUsageHelpWidth(WIDTH)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((wrong, words) -> wrongUsage(wrong, err))
        .setExecutionExceptionHandler((failure, line, parsed) -> failed(failure, err));
  }

  private static int wrongUsage(ParameterException wrong, PrintStream err) {
    String name = wrong.getCommandLine().getCommandName();
    err.println(
        name.isEmpty()
                && wrong instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
            ? "no such command: " + unmatched.getUnmatched().get(0)
            : wrong.getMessage());
    err.println(name.isEmpty() ? "'help' lists the commands." : "Try '" + name + " --help'.");
    return ExitCode.UNUSABLE;
  }

  private static int failed(Exception failure, PrintStream err) {
    if (failure instanceof CommandFailure expected) {
      err.println(expected.getMessage());
      return expected.exitCode();
    }
    err.println("internal error: " + failure);
    return ExitCode.INTERNAL;
  }

  /** A command line without a command. */
  @Command(
      name = "",
      synopsisHeading = "",
      customSynopsis = "COMMAND [ARGUMENT]...",
      description = "Commands of a running mm.",
      commandListHeading = "%nCommands:%n",
      footerHeading = "%n",
      footer = "'COMMAND --help' tells more.")
  static final class Root implements Runnable {
    @CommandLine.Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "List the commands.")
    private boolean help;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
      throw new ParameterException(spec.commandLine(), "which command?");
    }
  }
}
