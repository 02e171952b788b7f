package mm.lab.run;

import java.util.List;
import mm.api.Blocking;
import mm.api.InvalidationEvent;
import mm.api.MigrationOwner;
import mm.lab.result.LabEvent;
import mm.lab.scenario.Pages;
import mm.spi.Access;

/**
 * Parent and child share their pages until one of them writes. A page that a device has pinned
 * stays the parent's, as it is, and is copied for the child at once (as Linux does since commit
 * 70e806e4e645): else the parent's next write would leave the device with the child's page.
 */
final class CopyOnWrite {
  private static final Pages ALL = new Pages(0, Pages.MOST);

  private final World world;
  private final Operations operations;

  CopyOnWrite(World world, Operations operations) {
    this.world = world;
    this.operations = operations;
  }

  void fork(SimSpace parent, String childName) {
    parent.mapLock.writeLock();
    operations.begins(parent, ALL, "forks " + childName);
    OpenSections.Open open =
        world.dispatching.begin(
            parent,
            InvalidationEvent.PROTECTION_PAGE,
            ALL.range(),
            Blocking.ALLOWED,
            MigrationOwner.NONE);
    SimSpace child = world.spaces.make(childName);
    child.mapAs(parent);
    if (open != null) {
      copyPinned(parent, child);
      List<Integer> shared =
          parent.present(ALL).stream().filter(page -> child.look(page) == null).toList();
      operations.writeProtect(parent, ALL, shared);
      share(parent, child, shared);
      world.dispatching.end(parent, open);
    }
    world.spaces.add(child);
    parent.mapLock.writeUnlock();
  }

  private void copyPinned(SimSpace parent, SimSpace child) {
    for (int page : parent.present(ALL)) {
      SimSpace.Pte entry = parent.look(page);
      if (world.frames.isPinned(entry.frame())) {
        child.set(page, world.frames.take(), entry.rights());
        operations.changes(
            child,
            new Pages(page, page + 1),
            "copies page " + page + ", which a device has pinned, for " + child.name);
      }
    }
  }

  private void share(SimSpace parent, SimSpace child, List<Integer> pages) {
    for (int page : pages) {
      long frame = parent.look(page).frame();
      world.frames.get(frame);
      child.set(page, frame, Access.READ);
    }
  }

  /**
   * Somebody writes to a page that may be written and is not writable: the last one that has it
   * keeps it, anybody else gets a copy, of which others are told. The mmap lock is held.
   */
  void breakFor(SimSpace in, int page) {
    Pages one = new Pages(page, page + 1);
    SimSpace.Pte shared = in.look(page);
    if (!isShared(in, shared.frame())) {
      in.set(page, shared.frame(), Access.WRITE);
      return;
    }
    long copy = world.frames.take();
    OpenSections.Open open =
        world.dispatching.begin(
            in, InvalidationEvent.CLEAR, one.range(), Blocking.ALLOWED, MigrationOwner.NONE);
    boolean mine = open != null && replace(in, one, shared, copy);
    if (open != null) {
      world.dispatching.end(in, open);
    }
    operations.free(in, List.of(mine ? shared.frame() : copy));
  }

  private boolean isShared(SimSpace in, long frame) {
    return world.spaces.all().stream().anyMatch(each -> each != in && each.maps(frame));
  }

  /** Not if somebody else has been faster. */
  private boolean replace(SimSpace in, Pages one, SimSpace.Pte shared, long copy) {
    world.course.step("copy");
    if (!shared.equals(in.look(one.first()))) {
      return false;
    }
    in.clear(one.first());
    world.dispatching.flush(in, one.range());
    in.set(one.first(), copy, Access.WRITE);
    world.journal.note(
        LabEvent.Kind.MEMORY,
        "",
        in.name,
        one.range(),
        "copies page " + one + " of " + in.name + " from frame " + shared.frame() + " to " + copy);
    return true;
  }
}
