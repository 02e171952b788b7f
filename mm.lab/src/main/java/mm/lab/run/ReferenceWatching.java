package mm.lab.run;

import mm.api.Rule;
import mm.spi.MayAllocate;
import mm.spi.MayBlock;

/** The guards of the reference dispatcher. */
final class ReferenceWatching implements Watching {
  private final World world;

  ReferenceWatching(World world) {
    this.world = world;
  }

  @Override
  public void aboutToWait(Rig rig, String what) {
    Told.Callback now = rig.inCallback();
    boolean never = rig.declaration().blocking() == MayBlock.NEVER;
    if (now != null && (!now.mayWait() || never)) {
      rig.broke(Rule.R1_1, "waits for " + what + " in a callback that must not wait");
    }
  }

  @Override
  public void aboutToLookUp(Rig rig) {
    if (rig.inCallback() != null) {
      boolean never = rig.declaration().allocation() == MayAllocate.NEVER;
      rig.broke(never ? Rule.R1_7 : Rule.R1_6, "looks a page up inside a callback");
    }
    world.lockOrder.mayWaitForInvalidations();
  }

  @Override
  public void aboutToAllocate(Rig rig) {
    if (rig.declaration().allocation() == MayAllocate.NEVER) {
      rig.broke(Rule.R1_7, "allocates inside a callback");
    }
  }

  @Override
  public void locked(String name) {
    world.lockOrder.taken(name);
  }

  @Override
  public void unlocked(String name) {
    world.lockOrder.given(name);
  }

  @Override
  public void aboutToAwaitInvalidations() {
    world.lockOrder.mayWaitForInvalidations();
  }
}
