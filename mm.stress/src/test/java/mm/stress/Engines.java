package mm.stress;

import java.util.ServiceLoader;
import mm.api.AddressSpace;
import mm.api.CoreOptions;
import mm.api.NotifierCore;
import mm.api.NotifierEngine;

/**
 * Real engines, made quickly: stress tests need a fresh space for every one of millions of samples.
 *
 * <p>Guards are off: they read the clock between a section's publication and its first look at the
 * list, which would hide a missing fence.
 */
public final class Engines {
  private static final NotifierEngine ENGINE =
      ServiceLoader.load(NotifierEngine.class).findFirst().orElseThrow();
  private static final CoreOptions OPTIONS = CoreOptions.defaults().with(CoreOptions.Guards.OFF);

  /** Enough that threads are mostly known to the core already, as in real life. */
  private static final int SPACES_PER_CORE = 64;

  private static NotifierCore shared;
  private static int spaces;

  private Engines() {}

  /** An engine of one's own. */
  public static NotifierCore core() {
    return ENGINE.create(OPTIONS);
  }

  /** A space that nobody else uses, in a core that others use. */
  public static synchronized AddressSpace freshSpace() {
    if (spaces++ % SPACES_PER_CORE == 0) {
      shared = core();
    }
    return shared.createSpace("space");
  }
}
