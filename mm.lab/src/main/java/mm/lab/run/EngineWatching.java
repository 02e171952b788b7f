package mm.lab.run;

import java.util.HashMap;
import java.util.Map;
import mm.api.AddressSpace;
import mm.api.Admission;
import mm.api.Dispatcher;
import mm.spi.Access;
import mm.spi.DriverContext;
import mm.spi.MayAllocate;
import mm.spi.Mutex;
import mm.spi.WaitQueue;

/**
 * Tells the engine's own guards, through ports of the engine, what drivers do with the lab's. Every
 * wait has been the lab's before, so none of these calls waits: a wait is announced at a queue
 * whose condition holds, a lock is taken when the lab has found it free.
 */
final class EngineWatching implements Watching {
  private final Dispatcher engine;
  private final AddressSpace space;
  private final DriverContext never;
  private DriverContext may; // most runs need none
  private final Map<String, Mutex> mutexes = new HashMap<>();
  private final Map<String, WaitQueue> queues = new HashMap<>();

  EngineWatching(Dispatcher engine, AddressSpace space) {
    this.engine = engine;
    this.space = space;
    never = attach(new GuardedPorts.NeverAllocates());
  }

  private DriverContext attach(GuardedPorts driver) {
    Admission admission = engine.drivers().admit(driver);
    if (admission instanceof Admission.Refused) {
      throw new IllegalStateException("the lab's ports are refused: " + admission);
    }
    engine.drivers().attach(driver.id(), space);
    return driver.context();
  }

  @Override
  public void aboutToWait(Rig rig, String what) {
    String name = what.replaceAll("[^a-z0-9]+", "-");
    queues.computeIfAbsent(name, never::waitQueue).await(() -> true, 0);
  }

  @Override
  public void aboutToLookUp(Rig rig) {
    boolean allocates = rig.declaration().allocation() != MayAllocate.NEVER;
    (allocates ? may() : never).pages().fault(0, Access.READ);
  }

  private DriverContext may() {
    may = may == null ? attach(new GuardedPorts.MayAllocate()) : may;
    return may;
  }

  @Override
  public void aboutToAllocate(Rig rig) {
    if (rig.declaration().allocation() == MayAllocate.NEVER) {
      aboutToLookUp(rig);
    }
  }

  @Override
  public void locked(String name) {
    mutexes.computeIfAbsent(name, never::mutex).tryLock();
  }

  @Override
  public void unlocked(String name) {
    Mutex taken = mutexes.get(name);
    if (taken != null) { // else under the engine before
      taken.unlock();
    }
  }

  @Override
  public void aboutToAwaitInvalidations() {
    // it is asked itself, right after this
  }
}
