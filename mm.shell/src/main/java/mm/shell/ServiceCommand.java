package mm.shell;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import mm.api.DriverRegistry;
import mm.api.DriverStatus;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that takes a driver out of service or back, and waits for it. */
abstract class ServiceCommand extends ShellCommand {
  @Parameters(index = "0", paramLabel = "DRIVER", description = "Its id, as 'drivers' lists it.")
  private String id;

  @Option(
      names = "--timeout",
      paramLabel = "MS",
      defaultValue = "5000",
      description = "How long to wait for it. Default: ${DEFAULT-VALUE}.")
  private long timeout;

  ServiceCommand(Engine engine, PrintStream out) {
    super(engine, out);
  }

  /** Starts the change. */
  abstract CompletionStage<Void> change(DriverRegistry drivers, String driver);

  @Override
  public final Integer call() {
    DriverRegistry drivers = engine().core().drivers();
    try {
      InService.await(change(drivers, id), timeout, "the change of " + id);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.unusable(e.getMessage());
    }
    drivers.list().stream().filter(each -> each.id().equals(id)).forEach(this::showState);
    return ExitCode.OK;
  }

  private void showState(DriverStatus driver) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("driver", driver.id());
    properties.put("state", driver.state().toString());
    show(properties);
  }
}
