package mm.shell;

import java.util.ArrayList;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;

/**
 * The commands as Gogo wants them: a public method each. A command that does not end with exit code
 * 0 throws, so that a script notices.
 */
public final class GogoCommands {
  /** The names of the methods. */
  static final List<String> FUNCTIONS =
      List.of(
          "driverIds",
          "drivers",
          "health",
          "info",
          "install",
          "oom",
          "policy",
          "quarantine",
          "release",
          "remove",
          "replay",
          "rollback",
          "sections",
          "spaces",
          "stats",
          "swap",
          "trace",
          "units",
          "verify",
          "waits",
          "why");

  private static final String ARGUMENTS = "options and arguments; --help lists them";

  private final Commands commands;

  GogoCommands(Commands commands) {
    this.commands = commands;
  }

  /**
   * See its {@code --help}.
   *
   * @param session where to write
   * @param arguments options and arguments
   */
  @Descriptor(DriversShellCommand.SUMMARY)
  public void drivers(CommandSession session, @Descriptor(ARGUMENTS) String[] arguments) {
    run("drivers", session, arguments);
  }

  /**
   * See its {@code --help}.
   *
   * @param session where to write
   * @param arguments options and arguments
   */
  @Descriptor(HealthCommand.SUMMARY)
  public void health(CommandSession session, @Descriptor(ARGUMENTS) String[] arguments) {
    run("health", session, arguments);
  }

  /**
   * See its {@code --help}.
   *
   * @param session where to write
   * @param arguments options and arguments
   */
  @Descriptor(InfoCommand.SUMMARY)
  public void info(CommandSession session, @Descriptor(ARGUMENTS) String[] arguments) {
    run("info", session, arguments);
  }

  /**
   * See its {@code --help}.
   *
   * @param session where to write
   * @param arguments options and arguments
   */
  @Descriptor(OomCommand.SUMMARY)
  public void oom(CommandSession session, @Descriptor(ARGUMENTS) String[] arguments) {
    run("oom", session, arguments);
  }

  /**
   * See its {@code --help}.
   *
   * @param session where to write
   * @param arguments options and arguments
   */
  @Descriptor(PolicyCommand.SUMMARY)
  public void policy(CommandSession session, @Descriptor(ARGUMENTS) String[] arguments) {
    run("policy", session, arguments);
  }

  /**
   * See its {@code --help}.
   *
   * @param session where to write
   * @param arguments options and arguments
   */
  @Descriptor(QuarantineCommand.SUMMARY)
  public void quarantine(CommandSession session, @Descriptor(ARGUMENTS) String[] arguments) {
    run("quarantine", session, arguments);
  }

  /**
   * See its {@code --help}.
   *
   * @param session where to write
   * @param arguments options and arguments
   */
  @Descriptor(ReleaseCommand.SUMMARY)
  public void release(CommandSession session, @Descriptor(ARGUMENTS) String[] arguments) {
    run("release", session, arguments);
  }

  /**
   * See its {@code --help}.
   *
   * @param session where to write
   * @param arguments options and arguments
   */
  @Descriptor(ReplayShellCommand.SUMMARY)
  public void replay(CommandSession session, @Descriptor(ARGUMENTS) String[] arguments) {
    run("replay", session, arguments);
  }

  /**
   * See its {@code --help}.
   *
   * @param session where to write
   * @param arguments options and arguments
   */
  @Descriptor(SectionsCommand.SUMMARY)
  public void sections(CommandSession session, @Descriptor(ARGUMENTS) String[] arguments) {
    run("sections", session, arguments);
  }

  /**
   * See its {@code --help}.
   *
   * @param session where to write
   * @param arguments options and arguments
   */
  @Descriptor(SpacesCommand.SUMMARY)
  public void spaces(CommandSession session, @Descriptor(ARGUMENTS) String[] arguments) {
    run("spaces", session, arguments);
  }

  /**
   * See its {@code --help}.
   *
   * @param session where to write
   * @param arguments options and arguments
   */
  @Descriptor(StatsCommand.SUMMARY)
  public void stats(CommandSession session, @Descriptor(ARGUMENTS) String[] arguments) {
    run("stats", session, arguments);
  }

  /**
   * See its {@code --help}.
   *
   * @param session where to write
   * @param arguments options and arguments
   */
  @Descriptor(TraceCommand.SUMMARY)
  public void trace(CommandSession session, @Descriptor(ARGUMENTS) String[] arguments) {
    run("trace", session, arguments);
  }

  /**
   * See its {@code --help}.
   *
   * @param session where to write
   * @param arguments options and arguments
   */
  @Descriptor(WhyCommand.SUMMARY)
  public void why(CommandSession session, @Descriptor(ARGUMENTS) String[] arguments) {
    run("why", session, arguments);
  }

  /**
   * See its {@code --help}.
   *
   * @param session where to write
   * @param arguments options and arguments
   */
  @Descriptor(InstallCommand.SUMMARY)
  public void install(CommandSession session, @Descriptor(ARGUMENTS) String[] arguments) {
    run("install", session, arguments);
  }

  /**
   * See its {@code --help}.
   *
   * @param session where to write
   * @param arguments options and arguments
   */
  @Descriptor(RemoveCommand.SUMMARY)
  public void remove(CommandSession session, @Descriptor(ARGUMENTS) String[] arguments) {
    run("remove", session, arguments);
  }

  /**
   * See its {@code --help}.
   *
   * @param session where to write
   * @param arguments options and arguments
   */
  @Descriptor(RollbackCommand.SUMMARY)
  public void rollback(CommandSession session, @Descriptor(ARGUMENTS) String[] arguments) {
    run("rollback", session, arguments);
  }

  /**
   * See its {@code --help}.
   *
   * @param session where to write
   * @param arguments options and arguments
   */
  @Descriptor(SwapCommand.SUMMARY)
  public void swap(CommandSession session, @Descriptor(ARGUMENTS) String[] arguments) {
    run("swap", session, arguments);
  }

  /**
   * See its {@code --help}.
   *
   * @param session where to write
   * @param arguments options and arguments
   */
  @Descriptor(UnitsCommand.SUMMARY)
  public void units(CommandSession session, @Descriptor(ARGUMENTS) String[] arguments) {
    run("units", session, arguments);
  }

  /**
   * See its {@code --help}.
   *
   * @param session where to write
   * @param arguments options and arguments
   */
  @Descriptor(VerifyShellCommand.SUMMARY)
  public void verify(CommandSession session, @Descriptor(ARGUMENTS) String[] arguments) {
    run("verify", session, arguments);
  }

  /**
   * See its {@code --help}.
   *
   * @param session where to write
   * @param arguments options and arguments
   */
  @Descriptor(WaitsCommand.SUMMARY)
  public void waits(CommandSession session, @Descriptor(ARGUMENTS) String[] arguments) {
    run("waits", session, arguments);
  }

  /**
   * For completion.
   *
   * @return the ids of the drivers; none while there is no engine
   */
  @Descriptor("List the ids of the drivers, for completion.")
  public List<String> driverIds() {
    return commands.driverIds();
  }

  private void run(String name, CommandSession session, String[] arguments) {
    List<String> words = new ArrayList<>(List.of(name));
    words.addAll(List.of(arguments));
    int code = commands.run(words, session.getConsole(), System.err);
    if (code != ExitCode.OK) {
      throw new NotFine(name, code);
    }
  }

  /** Tells Gogo that a command did not end well; what was wrong has been written already. */
  static final class NotFine extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotFine(String command, int exitCode) {
      super(command + ": exit code " + exitCode, null, false, false);
    }
  }
}
