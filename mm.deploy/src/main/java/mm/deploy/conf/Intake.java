package mm.deploy.conf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import mm.deploy.service.Configurations;
import mm.deploy.service.Configured;
import org.osgi.service.cm.ConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives configurations to whom they are for, and remembers what became of them. */
public final class Intake implements Configurations {
  private static final Logger LOG = LoggerFactory.getLogger("mm.deploy");

  /** What Configuration Admin and its front ends add of their own. */
  private static final Pattern FOREIGN = Pattern.compile("(service|felix|component|osgi|\\.).*");

  private final Function<String, Optional<Target>> targets;

  /** What was told last, good or not; null for what nobody could read. Guarded by this. */
  private final Map<String, Map<String, Object>> seen = new HashMap<>();

  private final Map<String, Map<String, Object>> good = new HashMap<>(); // guarded by this
  private final Map<String, Configured> states = new ConcurrentSkipListMap<>();
  private final Map<String, String> troubles = new ConcurrentHashMap<>();

  /**
   * Starts with nothing.
   *
   * @param targets whom the configuration of a PID is for, if it is for anybody
   */
  public Intake(Function<String, Optional<Target>> targets) {
    this.targets = targets;
  }

  @Override
  public List<Configured> all() {
    return states.values().stream().map(this::whole).toList();
  }

  @Override
  public Optional<Configured> of(String pid) {
    return Optional.ofNullable(states.get(pid)).map(this::whole);
  }

  /** What was refused goes before what is wrong with that which is in force. */
  private Configured whole(Configured state) {
    String trouble = troubles.getOrDefault(state.pid(), "");
    return state.refused().isEmpty() && !trouble.isEmpty()
        ? new Configured(state.pid(), state.source(), trouble)
        : state;
  }

  boolean concerns(String pid) {
    return targets.apply(pid).isPresent();
  }

  /** Takes a configuration; the same one again is none, so who tells of it twice does no harm. */
  synchronized void take(String pid, Map<String, ?> told, String source) {
    Map<String, Object> values = new HashMap<>(told);
    values.keySet().removeIf(key -> FOREIGN.matcher(key).matches());
    Map<String, Object> before = seen.containsKey(pid) ? seen.get(pid) : Map.of();
    seen.put(pid, values);
    if (values.equals(good.get(pid))) {
      accepted(pid, values, source);
    } else if (!values.equals(before)) {
      change(pid, values, source);
    }
  }

  private void change(String pid, Map<String, Object> values, String source) {
    try {
      targets.apply(pid).orElseThrow().configure(values);
      good.put(pid, values);
      troubles.remove(pid); // of those before
      accepted(pid, values, source);
      LOG.info("{} configured by {}: {}", pid, source, values);
    } catch (ConfigurationException e) {
      refused(pid, source, e.getReason());
    }
  }

  private void accepted(String pid, Map<String, Object> values, String source) {
    if (values.isEmpty()) {
      states.remove(pid);
    } else {
      states.put(pid, new Configured(pid, source, ""));
    }
  }

  /** There is a configuration that nobody can read. */
  synchronized void unreadable(String pid, String source, String problem) {
    targets.apply(pid).ifPresent(Target::unreadable);
    seen.put(pid, null);
    refused(pid, source, problem);
  }

  /** Something is wrong with what a source says; what was in force before stays. */
  void refused(String pid, String source, String problem) {
    LOG.error("{} of {} is not taken: {}", pid, source, problem);
    String before = of(pid).map(Configured::source).orElse("");
    states.put(pid, new Configured(pid, before, source + ": " + problem));
  }

  /** Something is wrong with what is in force, or empty: is not any more. */
  void checked(String pid, String problem) {
    if (problem.isEmpty()) {
      troubles.remove(pid);
    } else if (!problem.equals(troubles.put(pid, problem))) {
      LOG.warn("{}: {}", pid, problem);
    }
  }

  /** It is no more, and what it said was not in force. */
  void forget(String pid) {
    states.remove(pid);
  }
}
