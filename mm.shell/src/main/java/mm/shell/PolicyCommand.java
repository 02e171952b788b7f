package mm.shell;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import mm.api.DriverPolicy;
import mm.api.DriverStatus;
import mm.api.Finding;
import mm.api.Rule;
import mm.deploy.service.Configured;
import mm.spi.DriverCapability;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code policy}: whom the policy in force, or a filter, welcomes. */
@Command(
    name = "policy",
    header = PolicyCommand.SUMMARY,
    footer = {
      "Also shows where the policy in force came from, and why the last change of it was not taken.",
      "Exit code 1 when one is not welcome, or the last change was not taken.",
      "For example: policy '(&(blocking=never)(failure=never))'"
    })
final class PolicyCommand extends ShellCommand {
  static final String SUMMARY =
      "Show which drivers the policy in force welcomes, or which a filter would.";

  @Parameters(
      arity = "0..1",
      paramLabel = "FILTER",
      description = "An OSGi filter over the attributes of the capability.")
  private String filter;

  PolicyCommand(Engine engine, PrintStream out) {
    super(engine, out);
  }

  @Override
  public Integer call() {
    List<Map<String, Object>> rows = new ArrayList<>();
    BiFunction<DriverCapability, String, List<Finding>> judge =
        filter == null ? engine().policy().orElse(DriverPolicy.OPEN)::judge : by(parsed());
    boolean fine = true;
    for (DriverStatus driver : engine().core().drivers().list()) {
      Optional<DriverCapability> capability = driver.capability();
      List<Finding> findings =
          capability.map(each -> judge.apply(each, driver.origin())).orElse(driver.findings());
      rows.add(row(driver, findings));
      fine &= findings.isEmpty();
    }
    Optional<Configured> configured =
        engine().configurations().flatMap(each -> each.of("mm.policy")).filter(x -> filter == null);
    String refused = configured.map(Configured::refused).orElse("");
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("policy", configured.map(PolicyCommand::source).orElseGet(this::unconfigured));
    all.put("refused", refused);
    all.put("drivers", rows);
    show(all);
    return fine && refused.isEmpty() ? ExitCode.OK : ExitCode.FINDINGS;
  }

  private static String source(Configured policy) {
    return policy.source().isEmpty()
        ? "none that can be followed: no driver is welcome"
        : "configured by " + policy.source();
  }

  private String unconfigured() {
    if (filter != null) {
      return "the filter " + filter;
    }
    return engine().policy().isPresent()
        ? "a service of another bundle"
        : "none: every driver that keeps the rules is welcome";
  }

  private static Map<String, Object> row(DriverStatus driver, List<Finding> findings) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("driver", driver.id());
    row.put("bundle", driver.origin());
    row.put("welcome", findings.isEmpty() ? "yes" : "no");
    row.put("why", findings.stream().map(Finding::message).toList());
    return row;
  }

  private Filter parsed() {
    try {
      return FrameworkUtil.createFilter(filter);
    } catch (InvalidSyntaxException e) {
      throw CommandFailure.unusable("FILTER: " + e.getMessage());
    }
  }

  private static BiFunction<DriverCapability, String, List<Finding>> by(Filter filter) {
    return (capability, origin) ->
        filter.match(new Hashtable<>(capability.attributes()))
            ? List.of()
            : List.of(
                new Finding(Rule.R6_22, "does not match " + filter, "Deploy another driver."));
  }
}
