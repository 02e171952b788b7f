package mm.shell;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import mm.verify.Hit;
import mm.verify.Strictness;
import mm.verify.Verdict;
import mm.verify.Verifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code verify}: the verifier, on one jar. */
@Command(
    name = "verify",
    header = VerifyShellCommand.SUMMARY,
    description = "Nothing of it is loaded or installed.")
final class VerifyShellCommand extends ShellCommand {
  static final String SUMMARY = "Check a driver bundle by the rules that deployment checks.";

  @Parameters(index = "0", paramLabel = "JAR", description = "The bundle.")
  private Path jar;

  @Option(names = "--strict", description = "Hints and what is unproven count too.")
  private boolean strict;

  VerifyShellCommand(Engine engine, PrintStream out) {
    super(engine, out);
  }

  @Override
  public Integer call() {
    Verdict verdict = verdict();
    show(verdict.hits().stream().map(VerifyShellCommand::row).toList(), "nothing was found");
    boolean refused = verdict.isRefused(strict ? Strictness.STRICT : Strictness.NORMAL);
    if (verdict.kind() == Verdict.Kind.OTHER) {
      throw CommandFailure.unusable(jar + " is no driver bundle");
    }
    return refused ? ExitCode.FINDINGS : ExitCode.OK;
  }

  private Verdict verdict() {
    try {
      return Verifier.create().verify(jar);
    } catch (IOException e) {
      throw CommandFailure.unusable(jar + " cannot be read: " + e);
    }
  }

  private static Map<String, Object> row(Hit hit) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("severity", hit.severity().toString());
    row.put("rule", hit.finding().rule().id());
    row.put("driver", hit.driver());
    row.put("message", hit.finding().message());
    row.put("mend", hit.finding().mend());
    return row;
  }
}
