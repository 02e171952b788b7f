package mm.lab.run;

import mm.api.AddressSpace;
import mm.api.Dispatcher;

/** What stands between memory and drivers in a run: the reference dispatcher or the engine. */
interface Engine {
  Dispatcher dispatcher();

  /** Whether closing an interval subscription of this space would have to wait. */
  boolean epochOpen(AddressSpace space, boolean sectionsOpen);

  /** Who hears of what drivers do with their ports in a run. */
  Watching watching(World world);

  /** Called after the run, which may have ended anywhere. */
  void abandon();
}
