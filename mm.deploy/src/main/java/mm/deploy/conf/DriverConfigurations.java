package mm.deploy.conf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import mm.api.AddressSpace;
import mm.api.ContractException;
import mm.api.DriverOptions;
import mm.api.DriverRegistry;
import mm.api.DriverStatus;
import mm.api.NotifierCore;
import mm.api.Rule;
import org.osgi.service.cm.ConfigurationException;

/**
 * The options of drivers, a configuration {@code mm.driver.ID} each. Only an admitted driver can
 * tell whether it takes them: one that is there is asked before they are in force, one that comes
 * later is asked then, and is not attached with options that it refuses.
 */
public final class DriverConfigurations implements DriverOptions {
  private static final Pattern PID = Pattern.compile("mm\\.driver\\.([a-z][a-z0-9-]{0,63})");
  private static final Pattern OPTION = Pattern.compile("[a-z][a-z0-9-]*");

  private final Supplier<Optional<NotifierCore>> engine;
  private final Map<String, Map<String, String>> inForce = new ConcurrentHashMap<>();
  private final Map<String, String> unreadable = new ConcurrentHashMap<>();
  private final Map<String, Object> tried = new HashMap<>(); // only on the thread that looks

  /**
   * Without any.
   *
   * @param engine the engine of now, if one runs
   */
  public DriverConfigurations(Supplier<Optional<NotifierCore>> engine) {
    this.engine = engine;
  }

  /** Whom a configuration is for, if it is one of a driver. */
  public Optional<Target> target(String pid) {
    return driver(pid).map(ofDriver -> new OptionsOf(pid, ofDriver));
  }

  private static Optional<String> driver(String pid) {
    return Optional.of(PID.matcher(pid)).filter(each -> each.matches()).map(each -> each.group(1));
  }

  @Override
  public Map<String, String> of(String driver) {
    String problem = unreadable.get(driver);
    if (problem != null) {
      throw new ContractException(Rule.R6_12, problem);
    }
    return inForce.getOrDefault(driver, Map.of());
  }

  /** The options of one driver. */
  private final class OptionsOf implements Target {
    private final String pid;
    private final String driver;

    OptionsOf(String pid, String driver) {
      this.pid = pid;
      this.driver = driver;
    }

    @Override
    public void configure(Map<String, Object> values) throws ConfigurationException {
      Map<String, String> options = read(values);
      Optional<String> refusal = engine.get().flatMap(core -> refusal(core, driver, options));
      if (refusal.isPresent()) {
        throw new ConfigurationException(pid, refusal.get());
      }
      unreadable.remove(driver);
      if (options.isEmpty()) {
        inForce.remove(driver);
      } else {
        inForce.put(driver, options);
      }
    }

    private Map<String, String> read(Map<String, Object> values) throws ConfigurationException {
      Map<String, String> options = new TreeMap<>();
      for (Map.Entry<String, Object> each : values.entrySet()) {
        if (!OPTION.matcher(each.getKey()).matches() || !(each.getValue() instanceof String text)) {
          throw new ConfigurationException(
              each.getKey(), driver + " has no option " + each + ": a name and one text, era=list");
        }
        options.put(each.getKey(), text);
      }
      return options;
    }

    @Override
    public void unreadable() {
      if (!inForce.containsKey(driver)) {
        unreadable.put(driver, pid + " cannot be read; the log says why");
      }
    }
  }

  private static Optional<String> refusal(
      NotifierCore core, String driver, Map<String, String> options) {
    DriverRegistry drivers = core.drivers();
    if (admitted(drivers, driver).isEmpty()) {
      return Optional.empty();
    }
    AddressSpace empty = core.createSpace("options of " + driver);
    try {
      return drivers.refusal(driver, empty, options);
    } catch (IllegalArgumentException | ContractException e) {
      return Optional.empty(); // it has just gone, or the engine has
    } finally {
      empty.release();
    }
  }

  private static Optional<DriverStatus> admitted(DriverRegistry drivers, String id) {
    return drivers.list().stream()
        .filter(each -> each.id().equals(id) && each.state() == DriverStatus.State.ADMITTED)
        .findFirst();
  }

  /**
   * Looks at drivers that have come since, and at options for nobody. Called again and again by one
   * thread.
   *
   * @param problems is told PID and problem, which is empty when there is none any more
   */
  public void look(BiConsumer<String, String> problems) {
    engine.get().ifPresent(core -> inForce.forEach((id, all) -> look(core, id, all, problems)));
    tried.keySet().retainAll(inForce.keySet());
  }

  private void look(
      NotifierCore core, String id, Map<String, String> all, BiConsumer<String, String> problems) {
    Optional<DriverStatus> driver = admitted(core.drivers(), id);
    Object now = List.of(System.identityHashCode(core), all, driver.map(DriverStatus::origin));
    if (now.equals(tried.put(id, now))) {
      return;
    }
    Optional<String> problem =
        driver.isEmpty()
            ? Optional.of("no driver '" + id + "' is admitted; there are " + ids(core.drivers()))
            : refusal(core, id, all);
    problems.accept("mm.driver." + id, problem.orElse(""));
  }

  private static List<String> ids(DriverRegistry drivers) {
    return drivers.list().stream()
        .filter(each -> each.state() == DriverStatus.State.ADMITTED)
        .map(DriverStatus::id)
        .sorted()
        .toList();
  }
}
