package mm.lab.run;

import mm.api.AddressSpace;
import mm.api.CoreOptions;
import mm.api.Dispatcher;
import mm.api.NotifierCore;

/** The engine itself, found as every caller finds it. */
final class OwnEngine implements Engine {
  /** Guards look at the engine's own ports and at real time, and need a thread per engine. */
  private final NotifierCore core =
      NotifierCore.create(CoreOptions.defaults().with(CoreOptions.Guards.OFF));

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
  public void abandon() {
    // It has no thread; closing it would wait for the sections that a run left open.
  }
}
