package mm.lab.run;

import java.util.List;
import mm.api.AddressSpace;
import mm.api.Rule;
import mm.api.Subscription;
import mm.lab.explore.Touch;
import mm.lab.explore.Waiting;

/** A list subscription whose waits are steps. */
record ListStay(World world, Rig rig, Subscription inner, Told told) implements Subscription {
  @Override
  public AddressSpace space() {
    return inner.space();
  }

  @Override
  public boolean settled() {
    world.course.touch("open sections of " + rig.space().name, Touch.READ);
    return inner.settled();
  }

  @Override
  public boolean awaitSettled(long timeoutNanos) {
    return timeoutNanos <= 0 || inner.settled()
        ? settled()
        : world.course.await(
            new Waiting(
                "the sections that were open when " + rig.name() + " came",
                inner::settled,
                List.of("open sections of " + rig.space().name),
                rig.space().sections::owners),
            timeoutNanos);
  }

  @Override
  public boolean live() {
    return inner.live();
  }

  /** The dispatcher is called when it need not wait; before, the wait is one of the lab's. */
  @Override
  public void close() {
    if (!inner.live()) {
      return;
    }
    if (world.locks.holdsAny()) {
      world.watching().aboutToAwaitInvalidations();
    }
    boolean inside =
        world.keeps(Rule.R2_8) && rig.space().sections.owners().contains(world.course.actor());
    if (world.keeps(Rule.R4_3) && !inside) {
      world.dispatching.awaitSections(rig.space(), rig.name() + " waits");
    }
    world.dispatching.leaving(rig.space(), inner::close);
    told.left();
  }
}
