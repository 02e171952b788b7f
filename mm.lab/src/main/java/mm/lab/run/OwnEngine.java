package mm.lab.run;

import java.util.ServiceLoader;
import java.util.function.Supplier;
import mm.api.AddressSpace;
import mm.api.CoreOptions;
import mm.api.Dispatcher;
import mm.api.NotifierCore;
import mm.api.NotifierEngine;

/** The engine itself, found as every caller finds it. */
final class OwnEngine implements Engine {
  /** With guards; those that look at the clock have no limit, since time is the lab's. */
  private static final CoreOptions GUARDED =
      CoreOptions.defaults().withSectionLimit(Long.MAX_VALUE).withWaitLimit(Long.MAX_VALUE);

  private final NotifierCore core;

  private OwnEngine(NotifierCore core) {
    this.core = core;
  }

  /** Looked for once: every order has an engine of its own. */
  static Supplier<Engine> found() {
    NotifierEngine engine =
        ServiceLoader.load(NotifierEngine.class, NotifierEngine.class.getClassLoader())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no engine on the class path"));
    return () -> new OwnEngine(engine.create(GUARDED));
  }

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
