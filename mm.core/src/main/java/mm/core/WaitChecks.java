package mm.core;

import mm.api.Blocking;
import mm.api.CoreOptions;
import mm.api.Rule;
import mm.core.port.WaitGuard;
import mm.spi.MayAllocate;

/**
 * Looks at every wait through a port, every lock and every page that a driver looks up: exact,
 * since drivers wait nowhere else. Reports to {@link Violations}; what happens is never prevented.
 */
final class WaitChecks implements WaitGuard {
  private final boolean on;
  private final Core core;
  private final LockOrder order = new LockOrder();

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
    thread.countPortWait();
    if (thread.inCallback() && thread.callbackBlocking() == Blocking.FORBIDDEN) {
      violate(Rule.R1_1, thread, port, "waited in a section that forbids waiting");
    } else if (thread.inCallback() && thread.callbackOf().neverBlocks()) {
      violate(Rule.R1_1, thread, port, "waited but declares blocking=never");
    }
    if (thread.spinLocks() > 0) {
      violate(Rule.R1_1, thread, port, "waited while holding a spin lock");
    }
  }

  @Override
  public void aboutToFault(String driver, MayAllocate allocation) {
    if (on) {
      ThreadSections thread = core.sections().current();
      if (thread.inCallback()) {
        boolean never = allocation == MayAllocate.NEVER;
        violate(
            never ? Rule.R1_7 : Rule.R1_6,
            thread,
            "page source",
            "looked up a page of " + driver + " inside a callback");
      }
      mayWaitForInvalidations("page source");
    }
  }

  /** The calling thread is about to do what may wait until invalidations are over. */
  void mayWaitForInvalidations(String what) {
    if (on) {
      ThreadSections thread = core.sections().current();
      for (String held : thread.locks()) {
        ordered(thread, held, LockOrder.INVALIDATION, what);
      }
    }
  }

  @Override
  public void locked(String lock, LockKind kind) {
    if (on) {
      ThreadSections thread = core.sections().current();
      if (thread.inCallback()) {
        ordered(thread, LockOrder.INVALIDATION, lock, lock);
      }
      for (String held : thread.locks()) {
        if (!held.equals(lock)) {
          ordered(thread, held, lock, lock);
        }
      }
      thread.locked(lock, kind);
    }
  }

  private void ordered(ThreadSections thread, String outer, String inner, String what) {
    String cycle = order.record(outer, inner);
    if (!cycle.isEmpty()) {
      violate(Rule.R1_9, thread, what, "would deadlock: " + cycle);
    }
  }

  @Override
  public void unlocked(String lock, LockKind kind) {
    if (on) {
      core.sections().current().unlocked(lock, kind);
    }
  }

  private void violate(Rule rule, ThreadSections thread, String doing, String what) {
    boolean inCallback = thread.inCallback();
    core.violationLog()
        .record(
            rule,
            inCallback ? thread.callbackOf().name() : ownerOf(doing),
            inCallback ? thread.callbackSpace().name() : "-",
            doing,
            inCallback ? what + thread.callbackText() : what,
            new Throwable("where it happened"));
  }

  /** Ports are named after their driver: {@code mutex kvm.lock}. */
  private static String ownerOf(String port) {
    int end = port.indexOf('.');
    int start = port.lastIndexOf(' ', end);
    return end < 0 ? Thread.currentThread().getName() : port.substring(start + 1, end);
  }
}
