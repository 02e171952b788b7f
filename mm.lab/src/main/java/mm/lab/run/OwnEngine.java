package mm.lab.run;

import mm.api.AddressSpace;
import mm.api.CoreOptions;
import mm.api.Dispatcher;
import mm.api.NotifierCore;

/** The engine itself, found as every caller finds it. */
final class OwnEngine implements Engine {
  private final NotifierCore core = NotifierCore.create(CoreOptions.defaults());

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
    boolean quiet = core.spaces().stream().allMatch(each -> each.openSections().isEmpty());
    if (quiet) {
      core.close();
    }
  }
}
