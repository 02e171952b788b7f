package mm.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mm explain}: tells what a rule says, why, and where it comes from. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    versionProvider = MmCommand.Version.class,
    header = "Explain a rule of the contract; without one, list them all.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "2:no such rule, or a wrong command line"},
    footerHeading = "%nExamples:%n",
    footer = {"  mm explain R1.3", "  mm explain"})
final class ExplainCommand implements Callable<Integer> {
  private static final String VERB = "mm.verify.verb.ExplainVerb";

  private final Console console;
  private final LibraryVerbs verbs;

  @Parameters(
      arity = "0..*",
      paramLabel = "RULE",
      description = "Ids as in findings, for example R6.17.")
  private List<String> rules = new ArrayList<>();

  ExplainCommand(Console console, LibraryVerbs verbs) {
    this.console = console;
    this.verbs = verbs;
  }

  @Override
  public Integer call() {
    Map<String, Object> options =
        Map.of("rules", List.copyOf(rules), "out", console.out(), "err", console.err());
    return verbs.run("verify", VERB, options);
  }
}
