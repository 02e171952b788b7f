package mm.launcher;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mm} without a verb. */
@Command(
    name = "mm",
    mixinStandardHelpOptions = true,
    versionProvider = MmCommand.Version.class,
    description = {
      "Tells drivers that hold derived address translations before memory goes away, with the "
          + "contract of Linux MMU notifiers, and checks that they keep it.",
      ""
    },
    commandListHeading = "%nVerbs:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, nothing wrong",
      "1:done, and something is wrong: a violation, a stale translation, a refused driver",
      "2:unusable input, a wrong command line, or output that cannot be written",
      "70:a defect of mm or a damaged installation"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mm replay samples/git-gc.notify.xz      a recorded git gc through all drivers",
      "  mm drivers                              what is deployed, and why something is refused",
      "  mm run                                  Felix with the drivers and a shell",
      "",
      "'mm VERB --help' tells more. Environment: MM_JAVA_OPTS (JVM options), MM_LOG (log level), "
          + "MM_NO_BUILD=1 (do not look for changed sources)."
    })
final class MmCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which verb? 'mm --help' lists them");
  }

  /** Versions of mm and of what it runs on. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "mm " + BuildInfo.version(), "Felix " + BuildInfo.felix(), "Java " + Runtime.version()
      };
    }
  }
}
