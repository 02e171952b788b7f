package mm.launcher;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mm drivers}: what is deployed, what each driver declares, and why one is refused. */
@Command(
    name = "drivers",
    mixinStandardHelpOptions = true,
    versionProvider = MmCommand.Version.class,
    header = "Show the deployed drivers, what they declare, and why one is refused.",
    description = {
      "",
      "Boots the framework, lets the engine examine every driver bundle, and shows its verdict. "
          + "Under a refused driver stand the rule, the reason and how to mend it. Drivers that "
          + "--driver-option sets something of are attached to an empty space for a moment: only "
          + "they can tell whether they know it.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every driver is admitted",
      "1:at least one is refused, or its bundle could not be used",
      "2:a wrong command line, or an option that its driver does not take"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mm drivers",
      "  mm drivers --bundles my-driver/target      with a driver of your own",
      "  mm drivers --driver-option i915.era=interval",
      "  mm drivers --json | jq -r '.drivers[].id'"
    })
final class DriversCommand implements Callable<Integer> {
  private final Console console;
  private final Host.Factory hosts;

  @Mixin private HostOptions hostOptions = new HostOptions();

  @Option(names = "--json", description = "One JSON object on standard output, nothing else there.")
  private boolean json;

  DriversCommand(Console console, Host.Factory hosts) {
    this.console = console;
    this.hosts = hosts;
  }

  @Override
  public Integer call() {
    hostOptions.applyLogLevel(LogLevel.ERROR); // the engine warns of what the table says anyway
    hostOptions.applyDriverOptions();
    hostOptions.applyPolicy();
    try (Host host = hosts.open(hostOptions.extraJars(), Host.Purpose.VERB)) {
      hostOptions.refuseSettingsOfNobody(host);
      hostOptions.refuseUnknownSettings(host);
      List<DriverRow> drivers = DriverRow.all(host);
      List<UnusableBundle> unusable = UnusableBundles.of(host, drivers);
      show(drivers, unusable);
      boolean fine = unusable.isEmpty() && drivers.stream().allMatch(DriverRow::isAdmitted);
      return fine ? ExitCode.OK : ExitCode.FINDINGS;
    }
  }

  private void show(List<DriverRow> drivers, List<UnusableBundle> unusable) {
    if (json) {
      DriversJson.write(console.jsonOut(), drivers, unusable);
    } else {
      DriversTable.lines(drivers, unusable).forEach(console.out()::println);
    }
  }
}
