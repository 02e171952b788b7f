package mm.machine;

import mm.api.CoreOptions;
import mm.api.Dispatcher;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One generation of Linux's rule for who is told when memory is taken away in a hurry: how
 * notifiers are told, and what the reaper does with them. In OSGi each generation is a service.
 */
@ConsumerType
public interface RuleGeneration {
  /**
   * Its name, as users give it.
   *
   * @return for example {@code non-blocking-attempt}
   */
  String id();

  /**
   * Makes a dispatcher that keeps this generation of the rule.
   *
   * @param options what it allows, and the settings of drivers
   * @return a new dispatcher without drivers, independent of all others
   */
  Dispatcher dispatcher(CoreOptions options);

  /**
   * What the OOM reaper did in that generation.
   *
   * @return the policy
   */
  ReaperPolicy reaper();
}
