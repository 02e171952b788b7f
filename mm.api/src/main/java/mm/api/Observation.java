package mm.api;

import org.osgi.annotation.versioning.ProviderType;

/** A running observation; see {@link NotifierCore#observe}. */
@ProviderType
public interface Observation extends AutoCloseable {
  /** Ends the observation; callbacks already running may still be reported. */
  @Override
  void close();
}
