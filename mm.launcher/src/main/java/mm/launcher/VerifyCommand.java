package mm.launcher;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mm verify}: hands its options to the verifier of driver bundles. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    versionProvider = MmCommand.Version.class,
    sortOptions = false,
    header = "Check driver bundles: what they declare, what they contain, what they reach.",
    description = {
      "",
      "Reads finished jars; runs and unpacks nothing of them. Compares manifest, service file and "
          + "classes, and follows the calls of every callback: one that declares blocking=never "
          + "must not reach anything that waits. What cannot be followed is shown as unproven. "
          + "Jars in folders and patterns that are no driver bundles are skipped.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing is wrong; hints and what is unproven do not count without --strict",
      "1:something is",
      "2:no driver bundle, a file that cannot be read or written, or a wrong command line"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mm verify my-driver/target/my-driver.jar",
      "  mm verify --strict --policy '(&(blocking=never)(failure=never))' drivers",
      "  mm verify --format sarif --output mm.sarif 'drivers.*/target/*.jar'",
      "",
      "'mm explain RULE' tells why there is a rule; docs/metadata.md has examples."
    })
final class VerifyCommand implements Callable<Integer> {
  private static final String VERB = "mm.verify.verb.VerifyVerb";

  private final Console console;
  private final LibraryVerbs verbs;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Jars, folders with jars, patterns such as 'drivers/**/*.jar'.")
  private List<String> paths = new ArrayList<>();

  @Option(names = "--strict", description = "Hints and what is unproven count too.")
  private boolean strict;

  @Option(
      names = "--policy",
      paramLabel = "FILTER",
      description =
          "An OSGi filter that each driver's declaration has to match. May be repeated: then all.")
  private List<String> policies = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Format format;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where to write the report. Default: standard output.")
  private String output;

  VerifyCommand(Console console, LibraryVerbs verbs) {
    this.console = console;
    this.verbs = verbs;
  }

  @Override
  public Integer call() {
    PrintStream out = format == Format.TEXT ? console.out() : console.jsonOut();
    try {
      return verbs.run("verify", VERB, options(out));
    } finally {
      out.flush();
    }
  }

  private Map<String, Object> options(PrintStream out) {
    Map<String, Object> options = new HashMap<>();
    options.put("paths", List.copyOf(paths));
    options.put("policies", List.copyOf(policies));
    options.put("strict", strict);
    options.put("format", format.toString());
    options.put("out", out);
    options.put("err", console.err());
    options.put("progress", console.showsProgress() && (format == Format.TEXT || output != null));
    if (output != null) {
      options.put("output", output);
    }
    return options;
  }

  /** How the report is written. */
  enum Format {
    TEXT,
    JSON,
    SARIF,
    JUNIT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
