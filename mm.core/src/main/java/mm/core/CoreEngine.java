package mm.core;

import mm.api.CoreOptions;
import mm.api.NotifierCore;
import mm.api.NotifierEngine;

/** What {@link NotifierCore#create()} finds on the class path. */
public final class CoreEngine implements NotifierEngine {
  /** For the service loader. */
  public CoreEngine() {}

  @Override
  public NotifierCore create(CoreOptions options) {
    return new Core(options);
  }
}
