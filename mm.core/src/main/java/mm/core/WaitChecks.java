package mm.core;

import mm.api.Blocking;
import mm.api.CoreOptions;
import mm.api.Rule;
import mm.core.port.WaitGuard;

/** Looks at every wait through a port: exact, since drivers wait nowhere else (R1.1). */
final class WaitChecks implements WaitGuard {
  private final boolean on;
  private final Core core;

  WaitChecks(CoreOptions options, Core core) {
    on = options.guards() == CoreOptions.Guards.ON;
    this.core = core;
  }

  @Override
  public void aboutToWait(String port) {
    if (on) {
      check(core.sections().current(), port);
    }
  }

  private void check(ThreadSections thread, String port) {
    if (thread.inCallback() && thread.callbackBlocking() == Blocking.FORBIDDEN) {
      violate(thread, port, "in a section that forbids waiting");
    } else if (thread.inCallback() && thread.callbackOf().neverBlocks()) {
      violate(thread, port, "but declares blocking=never");
    }
    if (thread.spinLocks() > 0) {
      violate(thread, port, "while holding a spin lock");
    }
  }

  private void violate(ThreadSections thread, String port, String how) {
    boolean inCallback = thread.inCallback();
    core.violationLog()
        .record(
            Rule.R1_1,
            inCallback ? thread.callbackOf().name() : Thread.currentThread().getName(),
            inCallback ? thread.callbackSpace().name() : "-",
            port,
            "waited " + how,
            new Throwable("where it waited"));
  }

  @Override
  public void spinLocked(int change) {
    if (on) {
      core.sections().current().spinLocked(change);
    }
  }
}
