package mm.deploy.policy;

import java.util.Collections;
import java.util.Dictionary;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import mm.api.DriverPolicy;
import org.osgi.service.cm.ConfigurationException;
import org.osgi.service.cm.ManagedService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns configurations into policies. One that cannot be followed changes nothing: the last good
 * one stays in force, and if there was none, nobody is welcome.
 */
final class PolicyConfiguration implements ManagedService {
  static final String PID = "mm.policy";

  private static final Logger LOG = LoggerFactory.getLogger(PolicyConfiguration.class);

  private final DriverJars jars;
  private final Consumer<Optional<DriverPolicy>> inForce;
  private Map<String, Object> seen = Map.of(); // guarded by this
  private boolean good; // whether a good one is in force; guarded by this

  /** Prepares it; the consumer is given each policy, or nothing when there is none any more. */
  PolicyConfiguration(DriverJars jars, Consumer<Optional<DriverPolicy>> inForce) {
    this.jars = jars;
    this.inForce = inForce;
  }

  @Override
  public synchronized void updated(Dictionary<String, ?> properties) throws ConfigurationException {
    Map<String, Object> values = new LinkedHashMap<>();
    if (properties != null) {
      Collections.list(properties.keys()).forEach(key -> values.put(key, properties.get(key)));
    }
    if (!values.equals(seen)) { // the same one is told on start and by Configuration Admin
      seen = values;
      change(values);
    }
  }

  private void change(Map<String, Object> values) throws ConfigurationException {
    if (values.isEmpty()) {
      good = false;
      LOG.info("no policy: every driver that keeps the rules is welcome");
      inForce.accept(Optional.empty());
      return;
    }
    try {
      SitePolicy policy = PolicyReader.read(values, jars);
      good = true;
      LOG.info("policy in force: {}", values);
      inForce.accept(Optional.of(policy));
    } catch (UnusablePolicyException e) {
      unusable(e);
    }
  }

  /** Changes nothing where a good one is in force; where there was none, lets nobody in. */
  synchronized void unusable(UnusablePolicyException why) throws ConfigurationException {
    LOG.error(
        "policy not taken, {}: {}",
        good ? "the last good one stays in force" : "and no driver is welcome",
        why.getMessage());
    if (!good) {
      inForce.accept(Optional.of(SitePolicy.CLOSED));
    }
    throw new ConfigurationException(why.key(), why.getMessage(), why);
  }
}
