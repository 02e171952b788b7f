package mm.core;

import java.util.List;
import java.util.function.Supplier;
import mm.api.Blocking;
import mm.api.CoreOptions;
import mm.api.Rule;
import mm.api.Wait;
import mm.core.flight.Recorder;
import mm.core.port.WaitBoard;
import mm.core.port.WaitGuard;
import mm.core.port.Waiting;
import mm.spi.MayAllocate;

/**
 * Looks at every wait through a port, every lock and every page that a driver looks up: exact,
 * since drivers wait nowhere else. Reports to {@link Violations}; what happens is never prevented.
 */
final class WaitChecks implements WaitGuard {
  private final boolean on;
  private final Core core;
  private final LockOrder order = new LockOrder();
  private final WaitBoard board = new WaitBoard();

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
      Recorder.forbiddenWait(
          thread.callbackOf().name(), port, thread.callback(), thread.callbackSpace().name());
    } else if (thread.inCallback() && thread.callbackOf().neverBlocks()) {
      violate(Rule.R1_1, thread, port, "waited but declares blocking=never");
    }
    if (thread.locks().spinLocks() > 0) {
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
      for (String held : thread.locks().names()) {
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
      for (String held : thread.locks().names()) {
        if (!held.equals(lock)) {
          ordered(thread, held, lock, lock);
        }
      }
      thread.locks().locked(lock, kind);
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
      core.sections().current().locks().unlocked(lock, kind);
    }
  }

  @Override
  public List<String> inSections() {
    return core.sections().busy();
  }

  @Override
  public WaitBoard board() {
    return board;
  }

  @Override
  public Waiting waits(String port, Wait.Needs needs, Supplier<List<String>> holders) {
    return waits(ownerOf(port, Wait.UNKNOWN), Wait.UNKNOWN, port, needs, holders);
  }

  /** The same for who waits in the engine itself, on behalf of somebody, for a space. */
  Waiting waits(
      String owner, String space, String port, Wait.Needs needs, Supplier<List<String>> holders) {
    ThreadSections thread = core.sections().current();
    Subscriber subscriber = thread.inCallback() ? thread.callbackOf() : null;
    return board.begin(
        new Waiting(
            thread.thread,
            subscriber == null ? owner : subscriber.name(),
            thread.inCallback() ? thread.callback() : Wait.UNKNOWN,
            thread.inCallback() ? thread.callbackSpace().name() : space,
            port,
            needs,
            holders,
            System.nanoTime()));
  }

  private void violate(Rule rule, ThreadSections thread, String doing, String what) {
    boolean inCallback = thread.inCallback();
    core.violationLog()
        .record(
            rule,
            inCallback
                ? thread.callbackOf().name()
                : ownerOf(doing, Thread.currentThread().getName()),
            inCallback ? thread.callbackSpace().name() : "-",
            doing,
            inCallback ? what + thread.callbackText() : what,
            new Throwable("where it happened"));
  }

  /** Ports are named after their driver: {@code mutex kvm.lock}. */
  private static String ownerOf(String port, String otherwise) {
    int end = port.indexOf('.');
    int start = port.lastIndexOf(' ', end);
    return end < 0 ? otherwise : port.substring(start + 1, end);
  }
}
