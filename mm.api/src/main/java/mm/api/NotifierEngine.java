package mm.api;

import org.osgi.annotation.versioning.ConsumerType;

/** Service provider interface of the engine itself; found by {@link NotifierCore#create()}. */
@ConsumerType
public interface NotifierEngine {
  /**
   * Makes an engine.
   *
   * @param options what to check and allow
   * @return a new engine
   */
  NotifierCore create(CoreOptions options);
}
