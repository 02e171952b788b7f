package mm.launcher;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: what it knows, and how each failure becomes one line and an exit code. */
final class Cli {
  private static final int WIDTH = 100;

  private final Console console;
  private final CommandLine commands;

  private Cli(Console console, Host.Factory hosts) {
    this.console = console;
    commands =
        new CommandLine(new MmCommand())
            .addSubcommand(new ReplayCommand(console, hosts))
            .addSubcommand(new SoakCommand(console, hosts))
            .addSubcommand(new DriversCommand(console, hosts))
            .addSubcommand(new RunCommand(console, Distribution.ofThisProcess().home(), hosts))
            .addSubcommand(new VerifyCommand(console, libraries()))
            .addSubcommand(new ExplainCommand(console, libraries()))
            .addSubcommand(new ConformCommand(console))
            .addSubcommand(new TckCommand(console))
            .addSubcommand(new LabCommand(console))
            .addSubcommand(ctl())
            .addSubcommand(new NewDriverCommand(console))
            .addSubcommand(new BenchCommand())
            .setOut(new PrintWriter(console.out(), true))
            .setErr(new PrintWriter(console.err(), true))
            .setUsageHelpWidth(WIDTH)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(this::wrongUsage)
            .setExecutionExceptionHandler((failure, line, parsed) -> failed(failure));
  }

  /** Options behind a command's name are that command's. */
  private CommandLine ctl() {
    Path home = Distribution.ofThisProcess().home();
    return new CommandLine(new CtlCommand(console, home)).setStopAtPositional(true);
  }

  private static LibraryVerbs libraries() {
    return new LibraryVerbs(Distribution.ofThisProcess());
  }

  static Cli create(Console console) {
    return create(
        console,
        (jars, purpose, storage) ->
            FelixHost.open(Distribution.ofThisProcess(), jars, purpose, storage));
  }

  static Cli create(Console console, Host.Factory hosts) {
    return new Cli(console, hosts);
  }

  int run(String... args) {
    try {
      return commands.execute(args);
    } catch (OutOfMemoryError e) {
      complain("out of memory; give it more, for example MM_JAVA_OPTS=-Xmx1g");
      return ExitCode.INTERNAL;
    } catch (Error e) { // picocli hands over exceptions only; a bundle may well fail to link
      return failed(e);
    } finally {
      console.out().flush();
      console.err().flush();
    }
  }

  private int wrongUsage(ParameterException failure, String[] args) {
    String verb = failure.getCommandLine().getCommandSpec().qualifiedName();
    complain(messageOf(failure));
    console.err().println("Try '" + verb + " --help'.");
    return ExitCode.UNUSABLE;
  }

  private String messageOf(ParameterException failure) {
    boolean verbWanted = failure.getCommandLine() == commands;
    if (verbWanted
        && failure instanceof UnmatchedArgumentException unmatched
        && !unmatched.isUnknownOption()) {
      return "no such verb: " + unmatched.getUnmatched().get(0);
    }
    ArgSpec argument = failure.getArgSpec();
    return argument != null && failure.getValue() != null
        ? expected(argument).map(what -> given(failure) + what).orElse(failure.getMessage())
        : failure.getMessage();
  }

  private static String given(ParameterException failure) {
    String name =
        failure.getArgSpec() instanceof OptionSpec option
            ? option.longestName()
            : failure.getArgSpec().paramLabel();
    return name + " " + failure.getValue() + ": expected ";
  }

  /** As --help writes it, where picocli would tell of Java's types. */
  private static Optional<String> expected(ArgSpec argument) {
    Class<?> type = argument.typeInfo().getType();
    if (argument.typeInfo().isEnum()) {
      return Optional.of(
          String.join(", ", argument.completionCandidates()).toLowerCase(Locale.ROOT));
    }
    boolean number = Set.of(int.class, long.class, Integer.class, Long.class).contains(type);
    return number ? Optional.of("a whole number") : Optional.empty();
  }

  /** What fails because a signal has ended mm is no news. */
  private int failed(Throwable failure) {
    if (Ending.hasBegun()) {
      return ExitCode.INTERNAL;
    }
    if (LogLevel.isDebugging()) {
      failure.printStackTrace(console.err());
    }
    if (failure instanceof Problem problem) {
      complain(problem.getMessage());
      return problem.exitCode();
    }
    complain("internal error: " + failure + "; --log debug shows where");
    return ExitCode.INTERNAL;
  }

  private void complain(String message) {
    console.err().println("mm: " + message);
  }
}
