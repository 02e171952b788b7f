package mm.lab.run;

import java.util.List;
import java.util.concurrent.TimeUnit;
import mm.lab.explore.Touch;
import mm.lab.explore.Waiting;
import mm.spi.Access;
import mm.spi.Page;
import mm.spi.PageSource;

/**
 * How a device looks pages up; shows nothing before the driver is settled (R4.2), nor in a swap.
 */
final class RigPages implements PageSource {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

  private final World world;
  private final Rig rig;
  private final List<ListStay> listed;
  private final List<ListStay> shared;

  RigPages(World world, Rig rig, List<ListStay> listed, List<ListStay> shared) {
    this.shared = shared;
    this.world = world;
    this.rig = rig;
    this.listed = listed;
  }

  private SimSpace space() {
    return rig.space();
  }

  @Override
  public Page fault(long address, Access access) {
    pauseBeforeAnotherTry();
    checkCallback();
    if (rig.isFrozen() || !settled(PATIENCE)) {
      return Page.BUSY;
    }
    if (world.course.isLooking()) {
      return found(world.operations.lookUp(space(), World.page(address), access), access);
    }
    space().mapLock.readLock();
    try {
      return found(world.operations.lookUp(space(), World.page(address), access), access);
    } finally {
      space().mapLock.readUnlock();
    }
  }

  private static Page found(SimSpace.Pte entry, Access access) {
    if (entry == null) {
      return Page.HOLE;
    }
    return entry.rights().allows(access)
        ? Page.present(entry.frame(), entry.rights())
        : Page.NO_PERMISSION;
  }

  /** Trying again before anything has changed would see the same: time passes first. */
  private void pauseBeforeAnotherTry() {
    if (world.course.isLooking() || rig.accesses.countLook() == 1) {
      world.course.step(rig.name() + " looks a page up");
      return;
    }
    long seen = space().changes();
    world.course.await(
        new Waiting(
            rig.name() + " to try again",
            () -> space().changes() != seen,
            List.of("changes of " + space().name),
            space().sections::owners),
        PAUSE);
  }

  private void checkCallback() {
    if (rig.inCallback() != null || world.locks.holdsAny()) {
      world.watching().aboutToLookUp(rig);
    }
  }

  private boolean settled(long nanos) {
    boolean all = true;
    for (ListStay each : listed) {
      all &= each.awaitSettled(nanos);
    }
    for (ListStay each : shared) {
      all &= each.awaitSettled(nanos);
    }
    return all;
  }

  @Override
  public Page snapshot(long address) {
    world.course.step(rig.name() + " looks at a page");
    if (rig.isFrozen() || !settled(0)) {
      return Page.BUSY;
    }
    SimSpace.Pte entry = space().look(World.page(address));
    return entry == null ? Page.HOLE : Page.present(entry.frame(), entry.rights());
  }

  @Override
  public Page pin(long address, Access access) {
    Page page = fault(address, access);
    if (page.isPresent()) {
      world.frames.pin(page.frame());
    }
    return page;
  }

  @Override
  public void unpin(long frame) {
    world.course.touch(space().object(), Touch.READ);
    world.frames.unpin(frame);
  }
}
