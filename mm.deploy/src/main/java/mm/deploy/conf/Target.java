package mm.deploy.conf;

import java.util.Map;
import org.osgi.service.cm.ConfigurationException;

/** What a configuration is for. Called by one thread at a time. */
public interface Target {
  /**
   * Takes a configuration in place of the one before.
   *
   * @param values by key, without what Configuration Admin adds; empty for none
   * @throws ConfigurationException when it cannot be used; then the one before holds
   */
  void configure(Map<String, Object> values) throws ConfigurationException;

  /** There is a configuration, and nobody can tell what it says. The one before holds, if any. */
  default void unreadable() {}
}
