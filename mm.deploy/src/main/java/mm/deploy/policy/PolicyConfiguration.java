package mm.deploy.policy;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import mm.api.DriverPolicy;
import mm.deploy.conf.Target;
import org.osgi.service.cm.ConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns configurations into policies. One that cannot be followed changes nothing: the last good
 * one stays in force, and if there was none, nobody is welcome.
 */
final class PolicyConfiguration implements Target {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyConfiguration.class);

  private final DriverJars jars;
  private final Consumer<Optional<DriverPolicy>> inForce;
  private boolean good; // whether a good one is in force

  /** Prepares it; the consumer is given each policy, or nothing when there is none any more. */
  PolicyConfiguration(DriverJars jars, Consumer<Optional<DriverPolicy>> inForce) {
    this.jars = jars;
    this.inForce = inForce;
  }

  @Override
  public void configure(Map<String, Object> values) throws ConfigurationException {
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
      unreadable();
      throw new ConfigurationException(e.key(), e.getMessage(), e);
    }
  }

  /** Changes nothing where a good one is in force; where there was none, lets nobody in. */
  @Override
  public void unreadable() {
    if (good) {
      LOG.error("the last good policy stays in force");
    } else {
      LOG.error("no driver is welcome");
      inForce.accept(Optional.of(SitePolicy.CLOSED));
    }
  }
}
