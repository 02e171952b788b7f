package mm.deploy.service;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What is configured here, and where it came from. May be asked by any thread; never waits. */
@ProviderType
public interface Configurations {
  /**
   * All configurations that are in force or were refused.
   *
   * @return by PID
   */
  List<Configured> all();

  /**
   * One of them.
   *
   * @param pid a PID, {@code mm.policy} for example
   * @return what became of it; empty when nothing is configured
   */
  Optional<Configured> of(String pid);
}
