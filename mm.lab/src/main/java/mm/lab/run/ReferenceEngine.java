package mm.lab.run;

import mm.api.AddressSpace;
import mm.api.CoreOptions;
import mm.api.Dispatcher;
import mm.lab.ReferenceCore;
import mm.lab.rules.RuleSet;

/** The reference dispatcher under any rule set. */
final class ReferenceEngine implements Engine {
  private final ReferenceCore core;

  ReferenceEngine(RuleSet rules) {
    // In place: what has to be waited for before, the lab waits for.
    core = new ReferenceCore(rules, CoreOptions.defaults(), Runnable::run);
  }

  @Override
  public Dispatcher dispatcher() {
    return core;
  }

  @Override
  public boolean epochOpen(AddressSpace space, boolean sectionsOpen) {
    return core.epochOpen(space);
  }

  @Override
  public Watching watching(World world) {
    return new ReferenceWatching(world);
  }

  @Override
  public void abandon() {
    // It has no thread, and nobody else has it.
  }
}
