package mm.stress;

import java.util.ServiceLoader;
import mm.api.AddressSpace;
import mm.api.CoreOptions;
import mm.api.NotifierCore;
import mm.api.NotifierEngine;

/**
 * Engines, made quickly: stress tests need a fresh space for every one of millions of samples.
 *
 * <p>Guards are off: they read the clock between a section's publication and its first look at the
 * list, which would hide a missing fence.
 */
public final class Engines {
  private static final CoreOptions OPTIONS = CoreOptions.defaults().with(CoreOptions.Guards.OFF);
  private static final Engines REAL =
      new Engines(ServiceLoader.load(NotifierEngine.class).findFirst().orElseThrow());

  /** Enough that threads are mostly known to the core already, as in real life. */
  private static final int SPACES_PER_CORE = 64;

  private final NotifierEngine engine;
  private NotifierCore shared; // guarded by this
  private int spaces; // guarded by this

  /** Engines of one kind. */
  public Engines(NotifierEngine engine) {
    this.engine = engine;
  }

  /** A real engine of one's own. */
  public static NotifierCore core() {
    return REAL.engine.create(OPTIONS);
  }

  /** A space that nobody else uses, in a real core that others use. */
  public static AddressSpace freshSpace() {
    return REAL.fresh();
  }

  /** A space that nobody else uses, in a core that others use. */
  public synchronized AddressSpace fresh() {
    if (spaces++ % SPACES_PER_CORE == 0) {
      shared = engine.create(OPTIONS);
    }
    return shared.createSpace("space");
  }
}
