package mm.lab.run;

import mm.api.AddressSpace;
import mm.api.CoreOptions;
import mm.api.Dispatcher;
import mm.api.NotifierCore;

/** The engine itself, found as every caller finds it. */
final class OwnEngine implements Engine {
  /** With guards; those that look at the clock have no limit, since time is the lab's. */
  private static final CoreOptions GUARDED =
      CoreOptions.defaults().withSectionLimit(Long.MAX_VALUE).withWaitLimit(Long.MAX_VALUE);

  private final NotifierCore core = NotifierCore.create(GUARDED);

  @Override
  public Dispatcher dispatcher() {
    return core;
  }

  /** It does not say; its close is called when no section is open, and then does not wait. */
  @Override
  public boolean epochOpen(AddressSpace space, boolean sectionsOpen) {
    return sectionsOpen;
  }

  @Override
  public Watching watching(World world) {
    return new EngineWatching(core, core.createSpace("ports of the lab"));
  }

  @Override
  public void abandon() {
    // It has no thread; closing it would wait for the sections that a run left open.
  }
}
